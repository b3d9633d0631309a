package dev.pipit.coap.testing;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.POST;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Two scripts talk to each other, so that nothing but the scripts is at work. */
class WireScriptTest {
    private final VirtualNetwork network = new VirtualNetwork(1);
    private final WireScript client = network.script("192.0.2.1:61616", "192.0.2.2");
    private final WireScript server = network.script("192.0.2.2", "192.0.2.1:61616");

    private static String failureOf(Executable expectation) {
        return String.valueOf(assertThrows(AssertionError.class, expectation).getMessage());
    }

    @Test
    void bindsAndComparesMessageIdsAndTokens() {
        client.send(CON, GET, "/a/b?c=d").mid(7).token(Token.of((byte) 1));
        server.expect(CON, GET, "/a/b?c=d").mid("m").mid(7).token("t").token(Token.of((byte) 1));
        server.send(ACK, EMPTY).mid("m");
        server.send(CON, CONTENT).mid("n").token("t").payload("x");
        client.expect(ACK, EMPTY).mid(7);
        WireReceipt response =
                client.expect(CON, CONTENT).token(Token.of((byte) 1)).payload("x");
        client.send(ACK, EMPTY).mid(response.message().messageId());
        server.expect(ACK, EMPTY).mid("n");

        client.send(CON, GET).mid(8).token(Token.of((byte) 2));
        WireReceipt other = server.expect(CON, GET);
        assertTrue(failureOf(() -> other.mid("m")).contains("expected message ID 0007, but got message ID 0008"));
        assertTrue(failureOf(() -> other.token("t")).contains("expected token \"01\", but got token \"02\""));
    }

    @Test
    void takesWhateverComes() {
        client.send(CON, GET, "/a").mid(7);
        client.send(ACK, EMPTY).mid(8);
        assertEquals(7, server.expectAnything().message().messageId());
        assertEquals(ACK, server.expectAnything().message().type());
        assertTrue(failureOf(server::expectAnything).contains("expected anything, but got nothing"));
    }

    @Test
    void checksOptionsPathAndPayload() {
        client.send(NON, POST, "/x")
                .option(StandardOptions.CONTENT_FORMAT, ContentFormat.JSON)
                .payload("{}");
        WireReceipt request = server.expect(NON, POST)
                .path("/x")
                .option(StandardOptions.CONTENT_FORMAT, ContentFormat.JSON)
                .option(StandardOptions.ACCEPT)
                .payload("{}")
                .payload(new byte[] {'{', '}'});
        assertThrows(AssertionError.class, () -> request.path("/y"));
        assertThrows(AssertionError.class, () -> request.payload(""));
        assertThrows(AssertionError.class, () -> request.option(StandardOptions.CONTENT_FORMAT));
    }

    @Test
    void sendsAndExpectsBytes() {
        client.sendHex("40 00 12 34 ff");
        server.expectHex("40001234ff");
        client.sendAgain();
        WireReceipt again = server.expectHex("4000 1234 ff");
        assertTrue(
                failureOf(again::message).contains("malformed (Empty message of 5 bytes (expected: 4)): 40001234ff"));
        server.sendHex("70001234");
        client.expect(RST, EMPTY).mid(0x1234);
    }

    @Test
    void measuresTimeSinceTheDatagramBefore() {
        client.send(CON, EMPTY);
        server.expect(CON, EMPTY).after(Duration.ofMillis(1));
        client.pause(Duration.ofSeconds(2));
        client.send(CON, EMPTY);
        WireReceipt second = server.expect(CON, EMPTY)
                .after(Duration.ofMillis(2001))
                .between(Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertTrue(
                failureOf(() -> second.after(Duration.ofSeconds(1))).contains("after PT1S, but got it after PT2.001S"));
        assertEquals(2_002_000_000L, second.atNanos());
    }

    @Test
    void comparesWithAnEarlierDatagram() {
        client.send(CON, GET, "/x").mid("m");
        WireReceipt first = server.expect(CON, GET);
        client.sendAgain();
        server.expectAgain(first);
        client.send(CON, GET, "/x");
        assertThrows(AssertionError.class, () -> server.expectAgain(first));
    }

    @Test
    void speaksFromAnotherPortWithTheSameNames() {
        client.send(CON, GET, "/x").mid("m");
        server.expect(CON, GET).mid("m");
        client.atPort(9999).send(CON, GET, "/x").mid("m");
        server.expect(CON, GET).mid("m");
        assertEquals(9999, network.log().all().get(1).from().getPort());
    }
}
