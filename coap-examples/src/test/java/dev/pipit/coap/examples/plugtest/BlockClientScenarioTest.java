package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CONTINUE;
import static dev.pipit.coap.message.Code.CREATED;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.POST;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.LOCATION_PATH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.testing.WireReceipt;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TD_COAP_BLOCK: what the client does. */
@InRole(Role.CLIENT)
class BlockClientScenarioTest {
    private static final byte[] BODY = Bodies.numbers(2500);

    private final ScriptedServer server = new ScriptedServer();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private ClientRequest request(Code method, String path) {
        return server.client.request(method, ScriptedServer.uri(path));
    }

    private ClientRequest upload(Code method, String path, int size) {
        return request(method, path).blockSize(size).payload(BODY, TEXT_PLAIN);
    }

    private Response response(CompletableFuture<Response> response) {
        server.settle();
        return response.join();
    }

    private void getEarly(int size) {
        CompletableFuture<Response> response =
                request(GET, "/large").blockSize(size).sendAsync();
        server.serve(GET, "/large", CONTENT, BODY, 0, size);
        assertArrayEquals(BODY, response(response).payload());
    }

    @TestDescription("TD_COAP_BLOCK_01")
    @ParameterizedTest
    @ValueSource(ints = {32, 64, 256, 512, 1024})
    void getWithEarlyNegotiation(int size) {
        getEarly(size);
    }

    @TestDescription("TD_COAP_BLOCK_06")
    @Test
    void getWithEarlyNegotiationOf16Bytes() {
        getEarly(16);
    }

    @TestDescription("TD_COAP_BLOCK_01")
    @Test
    void theServerMayHaveSmallerBlocks() {
        CompletableFuture<Response> response =
                request(GET, "/large").blockSize(1024).sendAsync();
        WireReceipt first = server.expectRequest(GET, "/large").option(BLOCK2, Receipts.of(0, false, 1024));
        server.respondBlock2(first, CONTENT, BODY, 0, 64);
        server.serve(GET, "/large", CONTENT, BODY, 1, 64);
        assertArrayEquals(BODY, response(response).payload());
    }

    @TestDescription("TD_COAP_BLOCK_02")
    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256, 1024})
    void getWithLateNegotiation(int size) {
        CompletableFuture<Response> response = request(GET, "/large").sendAsync();
        WireReceipt first = server.expectRequest(GET, "/large").option(BLOCK2);
        server.respondBlock2(first, CONTENT, BODY, 0, size);
        server.serve(GET, "/large", CONTENT, BODY, 1, size);
        assertArrayEquals(BODY, response(response).payload());
    }

    @TestDescription("TD_COAP_BLOCK_03")
    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256, 1024})
    void putToAServerThatWaitsForTheWhole(int size) {
        CompletableFuture<Response> response =
                upload(PUT, "/large-update", size).sendAsync();
        WireReceipt last = server.receive(PUT, "/large-update", received, BODY.length, size);
        server.respond(last, CHANGED).option(BLOCK1, Receipts.of((BODY.length - 1) / size, false, size));
        assertEquals(CHANGED, response(response).code());
        assertArrayEquals(BODY, received.toByteArray());
    }

    @TestDescription("TD_COAP_BLOCK_03")
    @Test
    void putToAServerThatActsOnEachBlock() {
        CompletableFuture<Response> response =
                upload(PUT, "/large-update", 1024).sendAsync();
        for (int i = 0; i < 3; i++) {
            WireReceipt part = server.expectBlock1(PUT, "/large-update", i, i < 2, 1024);
            received.writeBytes(Receipts.payload(part));
            server.respond(part, CHANGED).option(BLOCK1, Receipts.of(i, false, 1024));
        }
        assertEquals(CHANGED, response(response).code());
        assertArrayEquals(BODY, received.toByteArray());
    }

    @TestDescription({"TD_COAP_BLOCK_03", "TD_COAP_BLOCK_04"})
    @ParameterizedTest
    @CsvSource({"PUT, 1024, 256", "POST, 1024, 256", "PUT, 256, 16", "POST, 64, 32"})
    void theServerMayAskForSmallerBlocks(String method, int desired, int actual) {
        Code code = method.equals("PUT") ? PUT : POST;
        CompletableFuture<Response> response = upload(code, "/large", desired).sendAsync();
        WireReceipt first = server.expectBlock1(code, "/large", 0, true, desired);
        received.writeBytes(Receipts.payload(first));
        server.respond(first, CONTINUE).option(BLOCK1, Receipts.of(0, true, actual));
        WireReceipt last = server.receive(code, "/large", received, BODY.length, actual);
        server.respond(last, CHANGED).option(BLOCK1, Receipts.of((BODY.length - 1) / actual, false, actual));
        assertEquals(CHANGED, response(response).code());
        assertArrayEquals(BODY, received.toByteArray());
    }

    @TestDescription("TD_COAP_BLOCK_04")
    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256, 1024})
    void postCreates(int size) {
        CompletableFuture<Response> response =
                upload(POST, "/large-create", size).sendAsync();
        WireReceipt last = server.receive(POST, "/large-create", received, BODY.length, size);
        server.respond(last, CREATED)
                .option(LOCATION_PATH, "large-create")
                .option(LOCATION_PATH, "PS")
                .option(BLOCK1, Receipts.of((BODY.length - 1) / size, false, size));
        String location = response(response).location().orElseThrow();
        assertEquals("/large-create/PS", location);
        assertArrayEquals(BODY, received.toByteArray());

        CompletableFuture<Response> created =
                request(GET, location).blockSize(size).sendAsync();
        server.serve(GET, location, CONTENT, BODY, 0, size);
        assertArrayEquals(BODY, response(created).payload());
    }

    @TestDescription("TD_COAP_BLOCK_05")
    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256, 1024})
    void postWithLargeResponse(int size) {
        byte[] answer = Bodies.large();
        CompletableFuture<Response> response = upload(POST, "/large-post", size).sendAsync();
        WireReceipt last = server.receive(POST, "/large-post", received, BODY.length, size);
        server.respondBlock2(last, CHANGED, answer, 0, size)
                .option(BLOCK1, Receipts.of((BODY.length - 1) / size, false, size));
        server.serve(POST, "/large-post", CHANGED, answer, 1, size);
        assertEquals(CHANGED, response(response).code());
        assertArrayEquals(answer, response.join().payload());
        assertArrayEquals(BODY, received.toByteArray());
    }
}
