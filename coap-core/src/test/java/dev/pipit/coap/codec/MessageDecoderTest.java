package dev.pipit.coap.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.MalformedMessage;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.testkit.Requirement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDecoderTest {
    private final MessageDecoder decoder = new MessageDecoder(8);

    @Test
    void readsWithinTheGivenRangeOnly() {
        byte[] bytes = HexFormat.of().parseHex("ffffff" + "41017d3520bb74656d7065726174757265" + "ffff61");

        Datagram decoded = decoder.decode(bytes, 3, bytes.length - 6);

        assertEquals("CON 7d35 token 20 GET [Uri-Path:temperature]", decoded.toString());
    }

    @Test
    void keepsNothingOfTheCallersArray() {
        byte[] bytes = HexFormat.of().parseHex("48017d35" + "0102030405060708" + "b174" + "ff6869");
        UdpMessage decoded = (UdpMessage) decoder.decode(bytes, 0, bytes.length);
        byte[] before = MessageEncoder.encode(decoded);

        Arrays.fill(bytes, (byte) 0);

        assertArrayEquals(before, MessageEncoder.encode(decoded));
    }

    @Test
    void startsAfreshAfterMalformedBytes() {
        assertInstanceOf(MalformedMessage.class, decode("40015001b2"));
        assertInstanceOf(UdpMessage.class, decode("40015001b178"));
    }

    @Test
    @Requirement("R7252-017")
    void rejectsTokenLengthInEmptyMessageWithoutTokenBytes() {
        MalformedMessage malformed = assertInstanceOf(MalformedMessage.class, decode("61000001"));

        assertEquals(MessageType.ACK, malformed.type());
        assertEquals(1, malformed.messageId());
        assertEquals("Empty message with token length 1 (expected: 0)", malformed.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"40000001", "60000001", "70000001"})
    void readsEmptyMessage(String hex) {
        UdpMessage message = assertInstanceOf(UdpMessage.class, decode(hex));

        assertTrue(message.isEmpty());
        assertNull(message.message());
        assertSame(Code.EMPTY, message.code());
        assertEquals(0, message.token().length());
    }

    @Test
    void readsEveryCodeByItsClass() {
        for (int number = 1; number < 256; number++) {
            byte[] bytes = {0x40, (byte) number, 0, 1};
            Datagram decoded = decoder.decode(bytes, 0, 4);
            int codeClass = number >>> 5;
            if (codeClass == 1 || codeClass >= 6) {
                assertEquals(MessageType.CON, ((MalformedMessage) decoded).type(), () -> "code " + decoded);
            } else {
                Message message = Objects.requireNonNull(((UdpMessage) decoded).message());
                assertEquals(number, message.code().number());
                assertSame(codeClass == 0 ? Request.class : Response.class, message.getClass());
            }
        }
    }

    @Test
    void saysWhichVersionItDoesNotKnow() {
        MalformedMessage malformed = assertInstanceOf(MalformedMessage.class, decode("c0010001"));

        assertNull(malformed.type());
        assertEquals("version 3 (expected: 1)", malformed.reason());
    }

    @Test
    void takesTokensUpToTheGivenLength() {
        MessageDecoder twelve = new MessageDecoder(12);
        byte[] fits = HexFormat.of().parseHex("4c010001" + "00".repeat(12));
        byte[] exceeds = HexFormat.of().parseHex("4d01000100" + "00".repeat(13));

        assertEquals(
                12, ((UdpMessage) twelve.decode(fits, 0, fits.length)).token().length());
        assertEquals(
                "tokenLength: 13 (expected: 0-12)",
                ((MalformedMessage) twelve.decode(exceeds, 0, exceeds.length)).reason());
    }

    @Test
    void refusesTokenLimitsThatNobodyCanMean() {
        assertThrows(IllegalArgumentException.class, () -> new MessageDecoder(7));
        String message = assertThrows(IllegalArgumentException.class, () -> new MessageDecoder(65805))
                .getMessage();

        assertEquals("maxTokenLength: 65805 (expected: 8-65804)", message);
    }

    @Test
    void givesEachMessageItsOwnPayload() {
        UdpMessage first = (UdpMessage) decode("40020001ff61");
        UdpMessage second = (UdpMessage) decode("40020001ff61");

        assertEquals(first, second);
        assertNotSame(payload(first), payload(second));
    }

    private static byte[] payload(UdpMessage message) {
        return Objects.requireNonNull(message.message()).payload();
    }

    private Datagram decode(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return decoder.decode(bytes, 0, bytes.length);
    }
}
