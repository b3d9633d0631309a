package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** TD_COAP_CORE_15 and 16, each datagram lost in its turn: what the client does. */
@InRole(Role.CLIENT)
class LossyClientScenarioTest {
    private static final Duration QUIET = Duration.ofMinutes(5);

    private final ScriptedServer server = new ScriptedServer();
    private final WireScript wire = server.wire;

    private CompletableFuture<Response> get(String path) {
        return server.client.get(ScriptedServer.uri(path)).sendAsync();
    }

    private void sendSeparate() {
        wire.send(CON, CONTENT)
                .mid("n")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        wire.expect(ACK, EMPTY).mid("n");
    }

    private void assertReceivedAndQuiet(CompletableFuture<Response> response) {
        wire.expectNothing(QUIET);
        assertEquals("content", response.join().text());
    }

    @TestDescription("TD_COAP_CORE_15")
    @Test
    void droppedRequest() {
        server.network.dropNext(ScriptedServer.CLIENT, PlugtestServer.HOST, 1);
        CompletableFuture<Response> response = get("/test");
        wire.expectNothing(Duration.ofMillis(1900));
        wire.expect(CON, GET, "/test").mid("m").token("t").between(Duration.ofSeconds(0), Duration.ofMillis(3100));
        wire.send(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        assertReceivedAndQuiet(response);
    }

    @TestDescription("TD_COAP_CORE_15")
    @Test
    void droppedResponse() {
        CompletableFuture<Response> response = get("/test");
        WireReceipt asked = wire.expect(CON, GET, "/test").mid("m").token("t");
        server.network.dropNext(PlugtestServer.HOST, ScriptedServer.CLIENT, 1);
        wire.send(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        wire.expectAgain(asked).between(Duration.ofMillis(1990), Duration.ofSeconds(3));
        wire.sendAgain();
        assertReceivedAndQuiet(response);
    }

    @TestDescription("TD_COAP_CORE_16")
    @Test
    void droppedRequestOfASeparateResponse() {
        server.network.dropNext(ScriptedServer.CLIENT, PlugtestServer.HOST, 1);
        CompletableFuture<Response> response = get("/separate");
        wire.expect(CON, GET, "/separate").mid("m").token("t");
        wire.send(ACK, EMPTY).mid("m");
        wire.expectNothing(Duration.ofSeconds(5));
        sendSeparate();
        assertReceivedAndQuiet(response);
    }

    @TestDescription("TD_COAP_CORE_16")
    @Test
    void theResponseStopsRetransmissionWhereTheAcknowledgementWasDropped() {
        CompletableFuture<Response> response = get("/separate");
        WireReceipt asked = wire.expect(CON, GET, "/separate").mid("m").token("t");
        server.network.dropNext(PlugtestServer.HOST, ScriptedServer.CLIENT, 1);
        wire.send(ACK, EMPTY).mid("m");
        wire.expectAgain(asked).between(Duration.ofMillis(1990), Duration.ofSeconds(3));
        assertFalse(response.isDone());
        sendSeparate();
        assertReceivedAndQuiet(response);
    }

    @TestDescription("TD_COAP_CORE_16")
    @Test
    void droppedSeparateResponse() {
        CompletableFuture<Response> response = get("/separate");
        wire.expect(CON, GET, "/separate").mid("m").token("t");
        wire.send(ACK, EMPTY).mid("m");
        server.network.run(Duration.ofMillis(100));
        server.network.dropNext(PlugtestServer.HOST, ScriptedServer.CLIENT, 1);
        wire.send(CON, CONTENT)
                .mid("n")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        wire.expectNothing(Duration.ofSeconds(2));
        wire.sendAgain();
        wire.expect(ACK, EMPTY).mid("n");
        assertReceivedAndQuiet(response);
    }

    @TestDescription("TD_COAP_CORE_16")
    @Test
    void droppedAcknowledgementOfTheSeparateResponse() {
        CompletableFuture<Response> response = get("/separate");
        wire.expect(CON, GET, "/separate").mid("m").token("t");
        wire.send(ACK, EMPTY).mid("m");
        server.network.run(Duration.ofSeconds(1));
        server.network.dropNext(ScriptedServer.CLIENT, PlugtestServer.HOST, 1);
        wire.send(CON, CONTENT)
                .mid("n")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        wire.expectNothing(Duration.ofSeconds(2));
        wire.sendAgain();
        wire.expect(ACK, EMPTY).mid("n");
        assertReceivedAndQuiet(response);
    }
}
