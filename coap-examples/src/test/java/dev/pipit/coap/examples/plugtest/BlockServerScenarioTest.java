package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CREATED;
import static dev.pipit.coap.message.Code.DELETE;
import static dev.pipit.coap.message.Code.DELETED;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.Code.POST;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.LOCATION_PATH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TD_COAP_BLOCK: what the server does. */
@InRole(Role.SERVER)
class BlockServerScenarioTest {
    private final VirtualNetwork network = new VirtualNetwork(1);
    private final ScriptedClient client = new ScriptedClient(network, "192.0.2.2:61616");

    @BeforeEach
    void start() {
        PlugtestServer.start(network);
    }

    @TestDescription("TD_COAP_BLOCK_01")
    @ParameterizedTest
    @ValueSource(ints = {32, 64, 256, 512, 1024})
    void getWithEarlyNegotiation(int size) {
        assertArrayEquals(Bodies.large(), client.get("/large", size));
    }

    @TestDescription("TD_COAP_BLOCK_06")
    @Test
    void getWithEarlyNegotiationOf16Bytes() {
        assertArrayEquals(Bodies.large(), client.get("/large", 16));
    }

    @TestDescription("TD_COAP_BLOCK_02")
    @ParameterizedTest
    @ValueSource(ints = {64, 256, 1024})
    void getWithLateNegotiation(int size) {
        client.request(GET, "/large");
        WireReceipt first = client.expectResponse(CONTENT).option(CONTENT_FORMAT, TEXT_PLAIN);
        Receipts.block2(first, 0, true, 1024);
        assertArrayEquals(Bodies.large(), client.download(GET, "/large", first, size));
    }

    @TestDescription("TD_COAP_BLOCK_03")
    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256, 1024})
    void put(int size) {
        byte[] body = Bodies.numbers(2500);
        client.upload(PUT, "/large-update", body, size, CHANGED);
        assertArrayEquals(body, client.get("/large-update", size));
    }

    @TestDescription("TD_COAP_BLOCK_04")
    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256, 1024})
    void postCreates(int size) {
        byte[] body = Bodies.numbers(2500);
        client.upload(POST, "/large-create", body, size, CREATED).option(LOCATION_PATH, "large-create", "1");
        assertArrayEquals(body, client.get("/large-create/1", size));
    }

    @TestDescription("TD_COAP_BLOCK_05")
    @ParameterizedTest
    @ValueSource(ints = {64, 256, 1024})
    void postWithLargeResponse(int size) {
        WireReceipt first = client.upload(POST, "/large-post", Bodies.numbers(2500), size, CHANGED);
        Receipts.block2(first, 0, true, 1024);
        String answer = new String(client.download(POST, "/large-post", first, size), UTF_8);
        assertTrue(answer.startsWith("received 2500 bytes "), answer);
        assertEquals(1280, answer.length());
    }

    /** As TD_COAP_BLOCK_01 and TD_COAP_CORE_09, for the resource that is both large and slow. */
    @Test
    void firstBlockInASeparateResponse() {
        client.request(GET, "/large-separate");
        client.wire.expect(ACK, EMPTY);
        WireReceipt first = client.wire.expect(CON, CONTENT).mid("n").token("exchange 1");
        Receipts.block2(first, 0, true, 1024);
        client.acknowledge(first);
        assertArrayEquals(Bodies.large(), client.download(GET, "/large-separate", first, 1024));
    }

    @Test
    void aBodyOfOneBlockIsNoTransfer() {
        client.request(PUT, "/large-update").option(CONTENT_FORMAT, TEXT_PLAIN).payload("short");
        client.expectResponse(CHANGED).option(BLOCK1);
        client.request(GET, "/large-update");
        client.expectResponse(CONTENT).payload("short");
    }

    @Test
    void tenResourcesAreKeptThatPostHasMade() {
        for (int i = 1; i <= 11; i++) {
            client.request(POST, "/large-create").payload("number " + i);
            client.expectResponse(CREATED).option(LOCATION_PATH, "large-create", "" + i);
        }
        client.request(GET, "/large-create/1");
        client.expectResponse(NOT_FOUND);
        client.request(GET, "/large-create/11");
        client.expectResponse(CONTENT).payload("number 11");
        client.request(DELETE, "/large-create/11");
        client.expectResponse(DELETED);
        client.request(GET, "/large-create/11");
        client.expectResponse(NOT_FOUND);
    }
}
