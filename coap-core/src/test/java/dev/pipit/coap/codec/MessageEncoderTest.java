package dev.pipit.coap.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testkit.Requirement;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageEncoderTest {
    @ParameterizedTest
    @EnumSource(names = {"CON", "ACK", "RST"})
    @Requirement({"R7252-001", "R7252-016"})
    void writesEmptyMessageInFourBytes(MessageType type) {
        byte[] bytes = MessageEncoder.encodeEmpty(type, 0xbeef);

        assertEquals(
                String.format("%x000beef", 4 + type.number()), HexFormat.of().formatHex(bytes));
    }

    @Test
    @Requirement("R7252-016")
    void refusesEmptyMessageWithToken() {
        Token token = Token.of((byte) 1);

        String message = assertThrows(
                        IllegalArgumentException.class, () -> MessageEncoder.encode(MessageType.ACK, 1, token, null))
                .getMessage();

        assertEquals("Empty message: ACK with token \"01\" (expected: CON, ACK or RST, no token)", message);
    }

    @Test
    @Requirement("R7252-034")
    void refusesEmptyNon() {
        assertThrows(IllegalArgumentException.class, () -> MessageEncoder.encodeEmpty(MessageType.NON, 1));
    }

    @Test
    @Requirement("R7252-006")
    void writesNoMarkerWithoutPayload() {
        Response response = Response.of(Code.CONTENT, Options.EMPTY, new byte[0]);

        assertEquals("60450001", hex(MessageType.ACK, Token.EMPTY, response));
    }

    @Test
    @Requirement("R7252-006")
    void writesPayloadToTheEnd() {
        Response response = Response.of(Code.CONTENT, Options.EMPTY, new byte[] {(byte) 0xff, 0, (byte) 0xff});

        assertEquals("60450001ffff00ff", hex(MessageType.ACK, Token.EMPTY, response));
    }

    @Test
    @Requirement("R7252-008")
    void writesOptionsInAscendingOrderWhateverTheOrderOfTheirAdding() {
        Request request = Request.builder(Code.GET)
                .accept(ContentFormat.TEXT_PLAIN)
                .query("q")
                .option(StandardOptions.URI_PATH, "a")
                .option(StandardOptions.URI_HOST, "h")
                .option(StandardOptions.URI_PATH, "b")
                .build();

        assertEquals("40010001" + "3168" + "8161" + "0162" + "4171" + "20", hex(MessageType.CON, Token.EMPTY, request));
    }

    @Test
    @Requirement("R7252-013")
    void writesZeroInNoBytes() {
        Options options = Options.builder()
                .add(StandardOptions.OBSERVE, 0L)
                .add(StandardOptions.BLOCK2, new Block(0, false, 0))
                .add(StandardOptions.CONTENT_FORMAT, ContentFormat.TEXT_PLAIN)
                .build();

        assertEquals(
                "40450001" + "60" + "60" + "b0",
                hex(MessageType.CON, Token.EMPTY, Response.of(Code.CONTENT, options, new byte[0])));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 9, 12, 13, 268, 269, 270, 65804})
    @Requirement({"R7252-003", "R8974-002"})
    void neverWritesTokenLengthFifteen(int length) {
        byte[] bytes = MessageEncoder.encode(MessageType.CON, 1, Token.of(new byte[length]), Request.get("/"));

        assertEquals(length < 13 ? length : length < 269 ? 13 : 14, bytes[0] & 15);
        assertEquals(4 + (length < 13 ? 0 : length < 269 ? 1 : 2) + length, bytes.length);
    }

    @Test
    void lengthIsThatOfTheBytes() {
        Token token = Token.of(new byte[300]);
        Response response = Response.content("hello");

        assertEquals(
                MessageEncoder.encode(MessageType.CON, 1, token, response).length,
                MessageEncoder.length(token, response));
        assertEquals(4, MessageEncoder.length(Token.EMPTY, null));
        assertArrayEquals(new byte[] {0x70, 0, 0, 1}, MessageEncoder.encode(MessageType.RST, 1, Token.EMPTY, null));
    }

    private static String hex(MessageType type, Token token, Message message) {
        return HexFormat.of().formatHex(MessageEncoder.encode(type, 1, token, message));
    }
}
