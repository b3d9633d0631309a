package dev.pipit.coap.codec;

import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A CON GET of 30 bytes (token of 8, two path segments, Accept) into objects, and its 2.05 response into bytes.
 *
 * <p>Bars: 80 ns and 260 bytes to decode, 80 ns to encode.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CodecBenchmark {
    private final byte[] request = HexFormat.of()
            .parseHex("48017d34" + "0102030405060708" + "b7" + hex("sensors") + "07" + hex("thermal") + "61" + "32");
    private final MessageDecoder decoder = new MessageDecoder(8);
    private final Token token = Token.ofLong(0x0102030405060708L);
    private final Response response =
            Response.content("{\"v\":21.5}", ContentFormat.JSON).with(StandardOptions.MAX_AGE, 5L);

    /** Fails where the request is not the one described. */
    public CodecBenchmark() {
        String decoded = decodeRequest().toString();
        if (request.length != 30 || !decoded.startsWith("CON 7d34 token 0102030405060708 GET [Uri-Path:sensors")) {
            throw new IllegalStateException("request: " + request.length + " bytes, " + decoded);
        }
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes to objects. */
    @Benchmark
    public Datagram decodeRequest() {
        return decoder.decode(request, 0, request.length);
    }

    /** Objects to bytes. */
    @Benchmark
    public byte[] encodeResponse() {
        return MessageEncoder.encode(MessageType.ACK, 0x7d34, token, response);
    }
}
