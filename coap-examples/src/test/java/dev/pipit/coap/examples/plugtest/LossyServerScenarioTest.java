package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;

import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TD_COAP_CORE_15 and 16, each datagram lost in its turn: what the server does. */
@InRole(Role.SERVER)
class LossyServerScenarioTest {
    private static final String CLIENT = "192.0.2.2";

    private final VirtualNetwork network = new VirtualNetwork(1);
    private final WireScript client = network.script(CLIENT + ":61616", PlugtestServer.ADDRESS);

    @BeforeEach
    void start() {
        PlugtestServer.start(network);
    }

    private WireReceipt expectTest() {
        return client.expect(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("test");
    }

    private WireReceipt expectSeparate() {
        return client.expect(CON, CONTENT)
                .mid("n")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("a separate response");
    }

    @TestDescription("TD_COAP_CORE_15")
    @Test
    void droppedRequest() {
        network.dropNext(CLIENT, PlugtestServer.HOST, 1);
        client.send(CON, GET, "/test").mid("m").token("t");
        client.expectNothing(Duration.ofSeconds(2));
        client.sendAgain();
        expectTest();
    }

    @TestDescription("TD_COAP_CORE_15")
    @Test
    void droppedResponse() {
        network.dropNext(PlugtestServer.HOST, CLIENT, 1);
        client.send(CON, GET, "/test").mid("m").token("t");
        client.expectNothing(Duration.ofSeconds(2));
        client.sendAgain();
        WireReceipt response = expectTest();
        client.sendAgain();
        client.expectAgain(response);
    }

    @TestDescription("TD_COAP_CORE_16")
    @Test
    void droppedRequestOfASeparateResponse() {
        network.dropNext(CLIENT, PlugtestServer.HOST, 1);
        client.send(CON, GET, "/separate").mid("m").token("t");
        client.expectNothing(Duration.ofSeconds(3));
        client.sendAgain();
        client.expect(ACK, EMPTY).mid("m");
        expectSeparate();
        client.send(ACK, EMPTY).mid("n");
        client.expectNothing(Duration.ofMinutes(5));
    }

    @TestDescription("TD_COAP_CORE_16")
    @Test
    void droppedAcknowledgementOfTheRequest() {
        network.dropNext(PlugtestServer.HOST, CLIENT, 1);
        client.send(CON, GET, "/separate").mid("m").token("t");
        client.expectNothing(Duration.ofMillis(1500));
        client.sendAgain();
        client.expect(ACK, EMPTY).mid("m");
        expectSeparate();
        client.send(ACK, EMPTY).mid("n");
        client.expectNothing(Duration.ofMinutes(5));
    }

    @TestDescription("TD_COAP_CORE_16")
    @Test
    void droppedSeparateResponse() {
        client.send(CON, GET, "/separate").mid("m").token("t");
        client.expect(ACK, EMPTY).mid("m");
        client.pause(Duration.ofSeconds(1));
        network.dropNext(PlugtestServer.HOST, CLIENT, 1);
        expectSeparate().between(Duration.ofMillis(3500), Duration.ofSeconds(6));
        client.send(ACK, EMPTY).mid("n");
        client.expectNothing(Duration.ofMinutes(5));
    }

    @TestDescription("TD_COAP_CORE_16")
    @Test
    void droppedAcknowledgementOfTheSeparateResponse() {
        client.send(CON, GET, "/separate").mid("m").token("t");
        client.expect(ACK, EMPTY).mid("m");
        WireReceipt response = expectSeparate();
        network.dropNext(CLIENT, PlugtestServer.HOST, 1);
        client.send(ACK, EMPTY).mid("n");
        client.expectAgain(response).between(Duration.ofSeconds(2), Duration.ofSeconds(3));
        client.send(ACK, EMPTY).mid("n");
        client.expectNothing(Duration.ofMinutes(5));
    }
}
