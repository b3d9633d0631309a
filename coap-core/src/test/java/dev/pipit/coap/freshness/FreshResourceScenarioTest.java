package dev.pipit.coap.freshness;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CONTINUE;
import static dev.pipit.coap.message.Code.DELETE;
import static dev.pipit.coap.message.Code.DELETED;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.UNAUTHORIZED;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.ECHO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.resource.FreshMethods;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A lock that only opens to a fresh request (RFC 9175 §2.3, figure 1). */
class FreshResourceScenarioTest {
    private final VirtualNetwork network = new VirtualNetwork(5);
    private final WireScript client = network.script("192.0.2.2:5683", "192.0.2.1:5683");
    private String state = "locked";
    private int calls;

    private final CoapServer server = CoapServer.builder()
            .transport(network.host("192.0.2.1"))
            .directExecutor()
            .resource(
                    "/lock",
                    Resource.builder()
                            .get(context -> Response.content(state))
                            .put(context -> {
                                calls++;
                                state = context.request().text();
                                return Response.changed();
                            })
                            .fresh(Duration.ofSeconds(10))
                            .build())
            .delete("/any", context -> Response.deleted())
            .fresh(Duration.ofSeconds(60), DELETE)
            .start(5683);

    private WireSend put(String token) {
        return client.send(CON, PUT, "/lock").mid(token).token(token).payload("open");
    }

    private byte[] challenge() {
        put("t41");
        return Limited.echoOf(client.expect(ACK, UNAUTHORIZED).mid("t41").token("t41"));
    }

    @Test
    @Requirement({"R9175-005", "R9175-006", "R9175-011"})
    void figure1UnlocksOnlyWithAFreshEcho() {
        byte[] echo = challenge();
        assertEquals("locked", state);
        client.pause(Duration.ofSeconds(1));
        put("t42").option(ECHO, echo);
        client.expect(ACK, CHANGED).mid("t42").token("t42");
        assertEquals("open", state);
        assertEquals(1L, server.counters().get(Counter.CHALLENGES_SENT));
    }

    @Test
    @Requirement("R9175-012")
    void aStaleEchoIsAnsweredWithANewOne() {
        byte[] echo = challenge();
        client.pause(Duration.ofSeconds(11));
        put("t42").option(ECHO, echo);
        byte[] next = Limited.echoOf(client.expect(ACK, UNAUTHORIZED).token("t42"));
        assertFalse(Arrays.equals(echo, next));
        assertEquals(0, calls);
        put("t43").option(ECHO, next);
        client.expect(ACK, CHANGED).token("t43");
    }

    @Test
    @Requirement({"R9175-005", "R9175-003"})
    void anEchoThatIsNotTheServersIsWorthNothing() {
        byte[] echo = challenge();
        echo[11] ^= 1;
        put("t42").option(ECHO, echo);
        client.expect(ACK, UNAUTHORIZED).token("t42");
        WireScript other = network.script("192.0.2.3:5683", "192.0.2.1:5683");
        echo[11] ^= 1;
        other.send(CON, PUT, "/lock").token("o").payload("open").option(ECHO, echo);
        other.expect(ACK, UNAUTHORIZED).token("o");
        assertEquals(0, calls);
    }

    @Test
    void otherMethodsNeedNoEcho() {
        client.send(CON, GET, "/lock").token("t");
        client.expect(ACK, CONTENT).payload("locked");
    }

    @Test
    void aMethodMayHaveToBeFreshOnTheWholeServer() {
        client.send(CON, DELETE, "/any").token("t");
        WireReceipt challenge = client.expect(ACK, UNAUTHORIZED).token("t");
        client.send(CON, DELETE, "/any").token("u").option(ECHO, Limited.echoOf(challenge));
        client.expect(ACK, DELETED).token("u");
        client.send(CON, DELETE, "/unknown").token("v");
        client.expect(ACK, DELETED).token("v");
    }

    @Test
    void aBodyInBlocksIsChallengedAtItsFirstAndAsOldAsThat() {
        Block first = new Block(0, true, 0);
        client.send(CON, PUT, "/lock").token("t").option(BLOCK1, first).payload("0123456789abcdef");
        byte[] echo = Limited.echoOf(client.expect(ACK, UNAUTHORIZED));
        client.send(CON, PUT, "/lock")
                .token("t")
                .option(BLOCK1, first)
                .option(ECHO, echo)
                .payload("0123456789abcdef");
        client.expect(ACK, CONTINUE);
        client.pause(Duration.ofSeconds(60));
        client.send(CON, PUT, "/lock")
                .token("t")
                .option(BLOCK1, new Block(1, false, 0))
                .payload("g");
        client.expect(ACK, CHANGED);
        assertEquals("0123456789abcdefg", state);
        assertEquals(1, calls);
    }

    @Test
    @Requirement("R9175-007")
    void theClientOfThisLibraryAnswersByItself() {
        CoapClient ours =
                CoapClient.builder().transport(network.host("192.0.2.9")).build();
        CompletableFuture<Response> small =
                ours.put("coap://192.0.2.1/lock").payload("open").sendAsync();
        network.runUntilQuiet();
        assertEquals(CHANGED, small.join().code());
        network.run(Duration.ofSeconds(30));
        String large = "x".repeat(5000);
        CompletableFuture<Response> body =
                ours.put("coap://192.0.2.1/lock").payload(large).sendAsync();
        network.runUntilQuiet();
        assertEquals(CHANGED, body.join().code());
        assertEquals(large, state);
        assertEquals(2, calls);
        ours.close();
    }

    @Test
    void refusesWhatCannotBeRequired() {
        assertThrows(IllegalArgumentException.class, () -> FreshMethods.NONE.with(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> FreshMethods.NONE.with(Duration.ofSeconds(1), Code.CONTENT));
    }
}
