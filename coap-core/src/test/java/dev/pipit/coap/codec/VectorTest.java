package dev.pipit.coap.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.MalformedMessage;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.option.OptionRegistry;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.RawOption;
import dev.pipit.coap.option.Uint;
import dev.pipit.coap.testkit.MalformedVector;
import dev.pipit.coap.testkit.MessageVector;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden bytes: every vector decodes to exactly its fields and is written as exactly its bytes. */
class VectorTest {
    private final MessageDecoder decoder = new MessageDecoder(8);
    private final MessageDecoder extendedDecoder = new MessageDecoder(Token.MAX_LENGTH);

    static List<MessageVector> messages() {
        return Vectors.messages();
    }

    static List<MalformedVector> malformed() {
        return Vectors.malformed();
    }

    static List<JsonNode> extendedTokens() {
        return elements("extended_tokens");
    }

    static List<JsonNode> large() {
        return elements("large");
    }

    private static List<JsonNode> elements(String name) {
        return StreamSupport.stream(
                        Vectors.json("vectors/extended.json").required(name).spliterator(), false)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("messages")
    @Requirement({"R7252-006", "R7252-007", "R7252-009", "R7252-012", "R7252-014"})
    void decodesVectorToItsFields(MessageVector vector) {
        UdpMessage decoded = assertInstanceOf(UdpMessage.class, decode(decoder, vector.bytes()));

        assertEquals(vector.message(), decoded);
        assertOptionsRead(vector.decoded().required("options"), decoded);
    }

    private static void assertOptionsRead(JsonNode expected, UdpMessage decoded) {
        Options options = decoded.isEmpty()
                ? Options.EMPTY
                : Objects.requireNonNull(decoded.message()).options();
        Iterator<RawOption> actual = options.iterator();
        for (JsonNode node : expected) {
            RawOption option = actual.next();
            assertEquals(node.required("number").asInt(), option.number());
            assertEquals(node.required("length").asInt(), option.value().length);
            if (node.has("uint")) {
                assertEquals(node.get("uint").asLong(), Uint.decode(option.value(), 0, option.value().length));
            }
            if (node.has("string")) {
                assertEquals(node.get("string").asText(), new String(option.value(), StandardCharsets.UTF_8));
            }
            OptionRegistry.standard()
                    .find(option.number())
                    .map(OptionDefinition::name)
                    .ifPresent(name -> assertEquals(name, node.required("name").asText()));
        }
        assertTrue(!actual.hasNext());
    }

    @ParameterizedTest
    @MethodSource("messages")
    @Requirement({"R7252-001", "R7252-006", "R7252-007", "R7252-008", "R7252-009", "R7252-012"})
    void writesVectorByteForByte(MessageVector vector) {
        assertArrayEquals(vector.bytes(), MessageEncoder.encode(vector.message()));
        assertArrayEquals(vector.bytes(), MessageEncoder.encode((UdpMessage) decode(decoder, vector.bytes())));
    }

    @ParameterizedTest
    @MethodSource("extendedTokens")
    @Requirement({"R7252-003", "R8974-001", "R8974-003"})
    void readsAndWritesExtendedToken(JsonNode vector) {
        byte[] bytes = HexFormat.of().parseHex(vector.required("hex").asText());
        Datagram decoded = decode(extendedDecoder, bytes);

        // RFC 8974 §2.1: "15: Reserved. This value MUST NOT be sent and MUST be processed as a message-format error."
        if (vector.required("tkl_nibble").asInt() == 15) {
            assertEquals(
                    MessageType.CON,
                    assertInstanceOf(MalformedMessage.class, decoded).type());
            return;
        }
        UdpMessage message = assertInstanceOf(UdpMessage.class, decoded);
        byte[] token = new byte[vector.required("token_length").asInt()];
        for (int i = 0; i < token.length; i++) {
            token[i] = (byte) i;
        }
        assertArrayEquals(token, message.token().toByteArray());
        assertEquals("GET [Uri-Path:x]", String.valueOf(message.message()));
        assertArrayEquals(bytes, MessageEncoder.encode(message));
    }

    @ParameterizedTest
    @MethodSource("extendedTokens")
    @Requirement("R7252-004")
    void rejectsTokenLongerThanEightBytesUnlessToldOtherwise(JsonNode vector) {
        byte[] bytes = HexFormat.of().parseHex(vector.required("hex").asText());
        Datagram decoded = decode(decoder, bytes);

        if (vector.required("tkl_nibble").asInt() <= 8) {
            assertInstanceOf(UdpMessage.class, decoded);
        } else {
            MalformedMessage malformed = assertInstanceOf(MalformedMessage.class, decoded);
            assertEquals(MessageType.CON, malformed.type());
            assertEquals((bytes[2] & 0xff) << 8 | (bytes[3] & 0xff), malformed.messageId());
        }
    }

    @ParameterizedTest
    @MethodSource("large")
    void readsAndWritesLargestOptionsAndPayloads(JsonNode vector) {
        byte[] bytes = filled(vector);

        UdpMessage message = assertInstanceOf(UdpMessage.class, decode(decoder, bytes));

        assertEquals(Code.POST, message.code());
        assertArrayEquals(bytes, MessageEncoder.encode(message));
    }

    private static byte[] filled(JsonNode vector) {
        byte[] prefix = HexFormat.of().parseHex(vector.required("prefix_hex").asText());
        byte[] suffix = HexFormat.of().parseHex(vector.required("suffix_hex").asText());
        int end = prefix.length + vector.required("fill_count").asInt();
        byte[] bytes = Arrays.copyOf(prefix, vector.required("total_length").asInt());
        Arrays.fill(bytes, prefix.length, end, (byte)
                Integer.parseInt(vector.required("fill_byte").asText(), 16));
        System.arraycopy(suffix, 0, bytes, end, suffix.length);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("malformed")
    @Requirement({
        "R7252-004",
        "R7252-005",
        "R7252-010",
        "R7252-011",
        "R7252-017",
    })
    void tellsMalformedFromSound(MalformedVector vector) {
        Datagram decoded = decode(decoder, vector.bytes());

        if (isRejectedByTheDecoder(vector)) {
            MalformedMessage malformed = assertInstanceOf(MalformedMessage.class, decoded);
            assertEquals(vector.type().orElse(null), malformed.type());
            assertEquals(vector.messageId(), malformed.messageId());
            assertTrue(!malformed.reason().isBlank());
        } else {
            UdpMessage message = assertInstanceOf(UdpMessage.class, decoded);
            assertEquals(vector.type().orElse(null), message.type());
            assertEquals(vector.messageId(), message.messageId());
            assertArrayEquals(vector.bytes(), MessageEncoder.encode(message));
        }
    }

    /** Format errors, an Empty NON (X064), and the codes of reserved classes, which X085 does not have. */
    private static boolean isRejectedByTheDecoder(MalformedVector vector) {
        return vector.isFormatError()
                || vector.id().equals("X064")
                || (vector.category().equals("reserved-class") && !vector.id().equals("X085"));
    }

    @Test
    void coversEveryVector() {
        assertEquals(208, messages().size());
        assertEquals(141, malformed().size());
        assertEquals(11, extendedTokens().size());
        assertEquals(3, large().size());
    }

    private static Datagram decode(MessageDecoder decoder, byte[] bytes) {
        return decoder.decode(bytes, 0, bytes.length);
    }
}
