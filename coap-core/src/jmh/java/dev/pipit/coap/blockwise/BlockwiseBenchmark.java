package dev.pipit.coap.blockwise;

import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.IpLiteral;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerIdentity;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a block costs a server, from datagram to datagram: bodies of 64 KiB in blocks of 1024 bytes, 16 peers in turn. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@OperationsPerInvocation(BlockwiseBenchmark.BLOCKS)
public class BlockwiseBenchmark {
    static final int BLOCKS = 64;
    private static final int PEERS = 16;

    private final Response large = Response.content(new byte[BLOCKS << 10], ContentFormat.OCTET_STREAM);
    private final InetSocketAddress[] addresses = new InetSocketAddress[PEERS];
    private final byte[][] gets = new byte[BLOCKS][];
    private final byte[][] puts = new byte[BLOCKS][];
    private final byte[][] plain = new byte[BLOCKS][];
    private final MessageDecoder decoder = new MessageDecoder(8);
    private int messageId;
    private int peer;
    private long nowNanos;
    private long sent;

    private final CoapEndpoint endpoint = new CoapEndpoint(
            EndpointConfig.DEFAULT,
            (to, datagram) -> sent += datagram.length,
            (request, now) -> request.respond(request.request().code() == Code.GET ? large : Response.changed(), now),
            new SplittableRandom(1));

    /** Prepares the datagrams that come in. */
    public BlockwiseBenchmark() {
        for (int i = 0; i < PEERS; i++) {
            addresses[i] = new InetSocketAddress(IpLiteral.parse("127.0.0.1").orElseThrow(), 10_000 + i);
        }
        for (int number = 0; number < BLOCKS; number++) {
            Request.Builder get = Request.builder(Code.GET).path("/firmware/image?slot=1");
            Request.Builder put = Request.builder(Code.PUT).path("/firmware/image?slot=1");
            plain[number] = encode(put.build());
            gets[number] = encode(get.option(StandardOptions.BLOCK2, new Block(number, false, 6))
                    .build());
            puts[number] = encode(put.payload(new byte[1024], ContentFormat.OCTET_STREAM)
                    .option(StandardOptions.BLOCK1, new Block(number, number < BLOCKS - 1, 6))
                    .option(StandardOptions.SIZE1, (long) BLOCKS << 10)
                    .build());
        }
    }

    private static byte[] encode(Request request) {
        return MessageEncoder.encode(MessageType.CON, 0, Token.ofLong(0x0102030405060708L), request);
    }

    /** A body down. */
    @Benchmark
    public long block2() {
        return exchange(gets);
    }

    /** A body up. */
    @Benchmark
    public long block1() {
        return exchange(puts);
    }

    /** For comparison: as many small requests. */
    @Benchmark
    public long withoutBlocks() {
        return exchange(plain);
    }

    private long exchange(byte[][] datagrams) {
        peer = (peer + 1) % PEERS;
        for (byte[] datagram : datagrams) {
            messageId++;
            datagram[2] = (byte) (messageId >> 8);
            datagram[3] = (byte) messageId;
            nowNanos += 100_000_000;
            endpoint.handleDatagram(
                    addresses[peer], PeerIdentity.NONE, decoder.decode(datagram, 0, datagram.length), nowNanos);
            endpoint.handleTimeout(nowNanos);
        }
        return sent;
    }
}
