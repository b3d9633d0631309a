package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CREATED;
import static dev.pipit.coap.message.Code.DELETE;
import static dev.pipit.coap.message.Code.DELETED;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.NOT_ACCEPTABLE;
import static dev.pipit.coap.message.Code.POST;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.option.ContentFormat.CBOR;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.ContentFormat.XML;
import static dev.pipit.coap.option.StandardOptions.ACCEPT;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.LOCATION_PATH;
import static dev.pipit.coap.option.StandardOptions.LOCATION_QUERY;

import dev.pipit.coap.message.Token;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TD_COAP_CORE without loss and without conditions: what the server does. */
@InRole(Role.SERVER)
class CoreServerScenarioTest {
    private final VirtualNetwork network = new VirtualNetwork(1);
    private final WireScript client = network.script("192.0.2.2:61616", PlugtestServer.ADDRESS);

    @BeforeEach
    void start() {
        PlugtestServer.start(network);
    }

    @TestDescription({"TD_COAP_CORE_01", "TD_COAP_CORE_10"})
    @Test
    void getConfirmable() {
        client.send(CON, GET, "/test").mid("m").token("t");
        client.expect(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("test");
    }

    @TestDescription("TD_COAP_CORE_02")
    @Test
    void deleteConfirmable() {
        client.send(CON, DELETE, "/test").mid("m").token("t");
        client.expect(ACK, DELETED).mid("m").token("t").option(CONTENT_FORMAT).payload("");
    }

    @TestDescription("TD_COAP_CORE_03")
    @Test
    void putConfirmable() {
        client.send(CON, PUT, "/test")
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("put");
        client.expect(ACK, CHANGED).mid("m").token("t").option(CONTENT_FORMAT).payload("");
        client.send(CON, GET, "/test").mid("m2").token("t2");
        client.expect(ACK, CONTENT)
                .mid("m2")
                .token("t2")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("put");
    }

    @TestDescription({"TD_COAP_CORE_04", "TD_COAP_CORE_18"})
    @Test
    void postConfirmable() {
        client.send(CON, POST, "/test")
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("post");
        client.expect(ACK, CREATED)
                .mid("m")
                .token("t")
                .option(LOCATION_PATH, "location1", "location2", "location3")
                .option(CONTENT_FORMAT)
                .payload("");
    }

    @TestDescription("TD_COAP_CORE_05")
    @Test
    void getNonConfirmable() {
        client.send(NON, GET, "/test").token("t");
        client.expect(NON, CONTENT)
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("test");
    }

    @TestDescription("TD_COAP_CORE_06")
    @Test
    void deleteNonConfirmable() {
        client.send(NON, DELETE, "/test").token("t");
        client.expect(NON, DELETED).token("t").option(CONTENT_FORMAT).payload("");
    }

    @TestDescription("TD_COAP_CORE_07")
    @Test
    void putNonConfirmable() {
        client.send(NON, PUT, "/test")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("put");
        client.expect(NON, CHANGED).token("t").option(CONTENT_FORMAT).payload("");
        client.send(NON, GET, "/test").token("t2");
        client.expect(NON, CONTENT).token("t2").payload("put");
    }

    @TestDescription("TD_COAP_CORE_08")
    @Test
    void postNonConfirmable() {
        client.send(NON, POST, "/test")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("post");
        client.expect(NON, CREATED)
                .token("t")
                .option(LOCATION_PATH, "location1", "location2", "location3")
                .option(CONTENT_FORMAT)
                .payload("");
    }

    @TestDescription({"TD_COAP_CORE_09", "TD_COAP_CORE_11"})
    @Test
    void separateResponse() {
        client.send(CON, GET, "/separate").mid("m").token("t");
        client.expect(ACK, EMPTY).mid("m").token(Token.EMPTY);
        client.expect(CON, CONTENT)
                .mid("n")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("a separate response")
                .between(Duration.ofSeconds(1), Duration.ofSeconds(3));
        client.send(ACK, EMPTY).mid("n");
        client.expectNothing(Duration.ofMinutes(5));
    }

    @TestDescription("TD_COAP_CORE_12")
    @Test
    void emptyToken() {
        client.send(CON, GET, "/test").mid("m").token(Token.EMPTY);
        client.expect(ACK, CONTENT)
                .mid("m")
                .token(Token.EMPTY)
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("test");
    }

    @TestDescription("TD_COAP_CORE_13")
    @Test
    void severalPathSegments() {
        client.send(CON, GET, "/seg1/seg2/seg3").mid("m").token("t");
        client.expect(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("three segments");
    }

    @TestDescription("TD_COAP_CORE_14")
    @Test
    void severalQueryArguments() {
        client.send(CON, GET, "/query?first=1&second=2&third=3").mid("m").token("t");
        client.expect(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("query [first=1, second=2, third=3]");
    }

    @TestDescription("TD_COAP_CORE_17")
    @Test
    void separateResponseToNon() {
        client.send(NON, GET, "/separate").token("t");
        client.expect(NON, CONTENT)
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("a separate response")
                .between(Duration.ofSeconds(1), Duration.ofSeconds(3));
        client.expectNothing(Duration.ofMinutes(5));
    }

    @TestDescription("TD_COAP_CORE_19")
    @Test
    void locationWithQuery() {
        client.send(CON, POST, "/location-query")
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("x");
        client.expect(ACK, CREATED)
                .mid("m")
                .token("t")
                .option(LOCATION_QUERY, "first=1", "second=2")
                .option(CONTENT_FORMAT)
                .payload("");
    }

    @TestDescription("TD_COAP_CORE_20")
    @Test
    void accept() {
        client.send(CON, GET, "/multi-format").mid("m").token("t").option(ACCEPT, TEXT_PLAIN);
        client.expect(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        client.send(CON, GET, "/multi-format").mid("m2").token("t2").option(ACCEPT, XML);
        client.expect(ACK, CONTENT)
                .mid("m2")
                .token("t2")
                .option(CONTENT_FORMAT, XML)
                .payload("<text>content</text>");
        client.send(CON, GET, "/multi-format").mid("m3").token("t3").option(ACCEPT, CBOR);
        client.expect(ACK, NOT_ACCEPTABLE).mid("m3").token("t3");
    }

    @TestDescription("TD_COAP_CORE_31")
    @Test
    void ping() {
        client.sendHex("40 00 12 34");
        client.expectHex("70 00 12 34");
    }
}
