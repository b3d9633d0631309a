package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CREATED;
import static dev.pipit.coap.message.Code.DELETE;
import static dev.pipit.coap.message.Code.DELETED;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.POST;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.ContentFormat.XML;
import static dev.pipit.coap.option.StandardOptions.ACCEPT;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.LOCATION_PATH;
import static dev.pipit.coap.option.StandardOptions.LOCATION_QUERY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** TD_COAP_CORE without loss and without conditions: what the client does. */
@InRole(Role.CLIENT)
class CoreClientScenarioTest {
    private final ScriptedServer server = new ScriptedServer();
    private final WireScript wire = server.wire;

    private ClientRequest request(Code method, String path) {
        return server.client.request(method, ScriptedServer.uri(path));
    }

    private Response received(CompletableFuture<Response> response) {
        server.settle();
        return response.join();
    }

    @TestDescription("TD_COAP_CORE_01")
    @Test
    void getConfirmable() {
        CompletableFuture<Response> response = request(GET, "/test").sendAsync();
        wire.expect(CON, GET, "/test").mid("m").token("t").payload("");
        wire.send(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        assertEquals("content", received(response).text());
        assertEquals(TEXT_PLAIN, response.join().contentFormat().orElseThrow());
    }

    @TestDescription("TD_COAP_CORE_02")
    @Test
    void deleteConfirmable() {
        CompletableFuture<Response> response = request(DELETE, "/test").sendAsync();
        wire.expect(CON, DELETE, "/test").mid("m").token("t").payload("");
        wire.send(ACK, DELETED).mid("m").token("t");
        assertEquals(DELETED, received(response).code());
    }

    @TestDescription("TD_COAP_CORE_03")
    @Test
    void putConfirmable() {
        CompletableFuture<Response> response =
                request(PUT, "/test").payload("put").sendAsync();
        wire.expect(CON, PUT, "/test")
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("put");
        wire.send(ACK, CHANGED).mid("m").token("t");
        assertEquals(CHANGED, received(response).code());
    }

    @TestDescription("TD_COAP_CORE_04")
    @Test
    void postConfirmable() {
        CompletableFuture<Response> response =
                request(POST, "/test").payload("post").sendAsync();
        wire.expect(CON, POST, "/test")
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("post");
        wire.send(ACK, CREATED).mid("m").token("t").option(LOCATION_PATH, "new");
        assertEquals(CREATED, received(response).code());
        assertEquals("/new", response.join().location().orElseThrow());
    }

    @TestDescription("TD_COAP_CORE_05")
    @Test
    void getNonConfirmable() {
        CompletableFuture<Response> response =
                request(GET, "/test").nonConfirmable().sendAsync();
        wire.expect(NON, GET, "/test").token("t").payload("");
        wire.send(NON, CONTENT).token("t").option(CONTENT_FORMAT, TEXT_PLAIN).payload("content");
        assertEquals("content", received(response).text());
        wire.expectNothing(Duration.ofMinutes(5));
    }

    @TestDescription("TD_COAP_CORE_06")
    @Test
    void deleteNonConfirmable() {
        CompletableFuture<Response> response =
                request(DELETE, "/test").nonConfirmable().sendAsync();
        wire.expect(NON, DELETE, "/test").token("t");
        wire.send(NON, DELETED).token("t");
        assertEquals(DELETED, received(response).code());
    }

    @TestDescription("TD_COAP_CORE_07")
    @Test
    void putNonConfirmable() {
        CompletableFuture<Response> response =
                request(PUT, "/test").payload("put").nonConfirmable().sendAsync();
        wire.expect(NON, PUT, "/test")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("put");
        wire.send(NON, CHANGED).token("t");
        assertEquals(CHANGED, received(response).code());
    }

    @TestDescription("TD_COAP_CORE_08")
    @Test
    void postNonConfirmable() {
        CompletableFuture<Response> response =
                request(POST, "/test").payload("post").nonConfirmable().sendAsync();
        wire.expect(NON, POST, "/test")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("post");
        wire.send(NON, CREATED).token("t").option(LOCATION_PATH, "new");
        assertEquals("/new", received(response).location().orElseThrow());
    }

    @TestDescription({"TD_COAP_CORE_09", "TD_COAP_CORE_11"})
    @Test
    void separateResponse() {
        CompletableFuture<Response> response = request(GET, "/separate").sendAsync();
        WireReceipt asked = wire.expect(CON, GET, "/separate").mid("m").token("t");
        int tokenLength = asked.message().token().length();
        assertTrue(tokenLength >= 1 && tokenLength <= 8);
        wire.send(ACK, EMPTY).mid("m");
        wire.expectNothing(Duration.ofSeconds(3));
        wire.send(CON, CONTENT)
                .mid("n")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        wire.expect(ACK, EMPTY).mid("n").token(Token.EMPTY);
        assertEquals("content", received(response).text());
    }

    @TestDescription("TD_COAP_CORE_09")
    @Test
    void separateResponseBeforeTheAcknowledgement() {
        CompletableFuture<Response> response = request(GET, "/separate").sendAsync();
        wire.expect(CON, GET, "/separate").mid("m").token("t");
        wire.send(CON, CONTENT)
                .mid("n")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        wire.expect(ACK, EMPTY).mid("n");
        wire.send(ACK, EMPTY).mid("m");
        assertEquals("content", received(response).text());
        wire.expectNothing(Duration.ofMinutes(5));
    }

    @TestDescription("TD_COAP_CORE_10")
    @Test
    void nonEmptyToken() {
        Token token = Token.of((byte) 0, (byte) 0xff, (byte) 0x20);
        CompletableFuture<Response> response =
                request(GET, "/test").token(token).sendAsync();
        wire.expect(CON, GET, "/test").mid("m").token(token);
        wire.send(ACK, CONTENT)
                .mid("m")
                .token(token)
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        assertEquals("content", received(response).text());
    }

    @TestDescription("TD_COAP_CORE_12")
    @Test
    void emptyToken() {
        CompletableFuture<Response> response =
                request(GET, "/test").token(Token.EMPTY).sendAsync();
        wire.expect(CON, GET, "/test").mid("m").token(Token.EMPTY);
        wire.send(ACK, CONTENT).mid("m").option(CONTENT_FORMAT, TEXT_PLAIN).payload("content");
        assertEquals("content", received(response).text());
    }

    @TestDescription("TD_COAP_CORE_13")
    @Test
    void severalPathSegments() {
        CompletableFuture<Response> response = request(GET, "/seg1/seg2/seg3").sendAsync();
        // three Uri-Path options of four bytes each, the first with delta 11
        WireReceipt asked = wire.expect(CON, GET, "/seg1/seg2/seg3").mid("m").token("t");
        assertTrue(HexFormat.of().formatHex(asked.bytes()).endsWith("b47365673104736567320473656733"));
        wire.send(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        assertEquals("content", received(response).text());
    }

    @TestDescription("TD_COAP_CORE_14")
    @Test
    void severalQueryArguments() {
        CompletableFuture<Response> response =
                request(GET, "/query?first=1&second=2&third=3").sendAsync();
        wire.expect(CON, GET, "/query?first=1&second=2&third=3").mid("m").token("t");
        wire.send(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        assertEquals("content", received(response).text());
    }

    @TestDescription("TD_COAP_CORE_17")
    @Test
    void separateResponseToNon() {
        CompletableFuture<Response> response =
                request(GET, "/separate").nonConfirmable().sendAsync();
        wire.expect(NON, GET, "/separate").token("t");
        wire.expectNothing(Duration.ofSeconds(3));
        wire.send(NON, CONTENT).token("t").option(CONTENT_FORMAT, TEXT_PLAIN).payload("content");
        assertEquals("content", received(response).text());
    }

    @TestDescription("TD_COAP_CORE_18")
    @Test
    void locationWithSeveralSegments() {
        CompletableFuture<Response> response =
                request(POST, "/test").payload("x").sendAsync();
        wire.expect(CON, POST, "/test")
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("x");
        wire.send(ACK, CREATED)
                .mid("m")
                .token("t")
                .option(LOCATION_PATH, "location1")
                .option(LOCATION_PATH, "location2")
                .option(LOCATION_PATH, "location3");
        assertEquals(
                "/location1/location2/location3", received(response).location().orElseThrow());
    }

    @TestDescription("TD_COAP_CORE_19")
    @Test
    void locationWithQuery() {
        CompletableFuture<Response> response =
                request(POST, "/location-query").payload("x").sendAsync();
        wire.expect(CON, POST, "/location-query").mid("m").token("t").option(CONTENT_FORMAT, TEXT_PLAIN);
        wire.send(ACK, CREATED)
                .mid("m")
                .token("t")
                .option(LOCATION_QUERY, "first=1")
                .option(LOCATION_QUERY, "second=2");
        assertTrue(received(response).location().orElseThrow().endsWith("?first=1&second=2"));
    }

    @TestDescription("TD_COAP_CORE_20")
    @Test
    void accept() {
        CompletableFuture<Response> text =
                request(GET, "/multi-format").accept(TEXT_PLAIN).sendAsync();
        WireReceipt first =
                wire.expect(CON, GET, "/multi-format").mid("m").token("t").option(ACCEPT, TEXT_PLAIN);
        wire.send(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("content");
        assertEquals("content", received(text).text());

        CompletableFuture<Response> xml =
                request(GET, "/multi-format").accept(XML).sendAsync();
        WireReceipt second =
                wire.expect(CON, GET, "/multi-format").mid("m2").token("t2").option(ACCEPT, XML);
        assertNotEquals(first.message().messageId(), second.message().messageId());
        wire.send(ACK, CONTENT)
                .mid("m2")
                .token("t2")
                .option(CONTENT_FORMAT, XML)
                .payload("<content/>");
        assertEquals("<content/>", received(xml).text());
        assertEquals(XML, xml.join().contentFormat().orElseThrow());
    }

    @TestDescription("TD_COAP_CORE_31")
    @Test
    void ping() {
        CompletableFuture<Duration> ping = server.client.ping(ScriptedServer.uri("/"));
        WireReceipt asked = wire.expect(CON, EMPTY).mid("m").token(Token.EMPTY);
        assertEquals(4, asked.bytes().length);
        wire.send(RST, EMPTY).mid("m");
        server.settle();
        assertTrue(ping.join().toMillis() < 10);
    }
}
