package dev.pipit.coap.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.MalformedMessage;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.testkit.MalformedVector;
import dev.pipit.coap.testkit.MessageVector;
import dev.pipit.coap.testkit.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What holds for any message and any bytes: a message comes back as it was sent, decoding never throws, and what
 * decodes is written as the same bytes. The seeds are fixed, so a failure comes again.
 */
class RandomBytesTest {
    private final MessageDecoder decoder = new MessageDecoder(8);
    private final MessageDecoder extendedDecoder = new MessageDecoder(Token.MAX_LENGTH);

    @Test
    void anyMessageComesBackAsItWasSent() {
        SplittableRandom random = new SplittableRandom(7252);
        for (int i = 0; i < 50_000; i++) {
            UdpMessage message = message(random);
            byte[] bytes = MessageEncoder.encode(message);
            Datagram decoded = extendedDecoder.decode(bytes, 0, bytes.length);
            if (!message.equals(decoded)) {
                assertEquals(message, decoded, () -> HexFormat.of().formatHex(bytes));
            }
        }
    }

    private static UdpMessage message(SplittableRandom random) {
        MessageType type = MessageType.of(random.nextInt(4));
        int messageId = random.nextInt(65536);
        if (random.nextInt(50) == 0 && type != MessageType.NON) {
            return UdpMessage.empty(type, messageId);
        }
        boolean request = random.nextBoolean();
        Code code = Code.of(request ? 1 + random.nextInt(31) : 64 + random.nextInt(128));
        Options options = options(random);
        byte[] payload = bytes(random, random.nextInt(4) == 0 ? 0 : random.nextInt(100));
        Message content = request ? Request.of(code, options, payload) : Response.of(code, options, payload);
        int tokenLength = random.nextInt(20) == 0 ? random.nextInt(400) : random.nextInt(9);
        return new UdpMessage(type, messageId, Token.of(bytes(random, tokenLength)), content);
    }

    private static Options options(SplittableRandom random) {
        OptionsBuilder options = Options.builder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int number = random.nextInt(random.nextBoolean() ? 40 : 65536);
            options.addRaw(number, bytes(random, random.nextInt(random.nextInt(10) == 0 ? 600 : 20)));
        }
        return options.build();
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void anyBytesAreDecodedOrRejected() {
        SplittableRandom random = new SplittableRandom(42);
        byte[] bytes = new byte[48];
        int sound = 0;
        for (int i = 0; i < 1_500_000; i++) {
            int length = random.nextInt(bytes.length + 1);
            random.nextBytes(bytes);
            if (random.nextInt(8) > 0) {
                // Mostly of version 1 with a short token, so that the options are reached.
                bytes[0] = (byte) (0x40 | bytes[0] & 0x33);
            }
            sound += check(bytes, length);
        }
        assertTrue(sound > 10_000, "messages among the random bytes: " + sound);
    }

    @Test
    void anyMutationOfVectorsIsDecodedOrRejected() {
        SplittableRandom random = new SplittableRandom(8974);
        List<byte[]> corpus = new ArrayList<>();
        Vectors.messages().stream().map(MessageVector::bytes).forEach(corpus::add);
        Vectors.malformed().stream().map(MalformedVector::bytes).forEach(corpus::add);
        for (int i = 0; i < 500_000; i++) {
            byte[] bytes = mutate(corpus.get(random.nextInt(corpus.size())), corpus, random);
            check(bytes, bytes.length);
        }
    }

    private static byte[] mutate(byte[] original, List<byte[]> corpus, SplittableRandom random) {
        byte[] bytes = original.clone();
        for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = splice(bytes, at, corpus.get(random.nextInt(corpus.size())), random);
                default -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(13, 15) * 17);
            }
        }
        return bytes;
    }

    private static byte[] splice(byte[] head, int at, byte[] tail, SplittableRandom random) {
        int from = random.nextInt(tail.length + 1);
        byte[] bytes = Arrays.copyOf(head, at + tail.length - from);
        System.arraycopy(tail, from, bytes, at, tail.length - from);
        return bytes;
    }

    /** Decodes by both decoders; 1 where the bytes are a message. */
    private int check(byte[] bytes, int length) {
        return check(decoder, bytes, length) | check(extendedDecoder, bytes, length);
    }

    private static int check(MessageDecoder decoder, byte[] bytes, int length) {
        Datagram decoded = decodeOrFail(decoder, bytes, length);
        if (decoded instanceof MalformedMessage malformed) {
            assertEquals(length < 4 || (bytes[0] & 0xc0) != 0x40, malformed.type() == null);
            return 0;
        }
        byte[] again = MessageEncoder.encode((UdpMessage) decoded);
        if (!Arrays.equals(again, 0, again.length, bytes, 0, length)) {
            assertArrayEquals(Arrays.copyOf(bytes, length), again);
        }
        return 1;
    }

    private static Datagram decodeOrFail(MessageDecoder decoder, byte[] bytes, int length) {
        try {
            return decoder.decode(bytes, 0, length);
        } catch (RuntimeException e) {
            return fail("decoding " + HexFormat.of().formatHex(bytes, 0, length), e);
        }
    }
}
