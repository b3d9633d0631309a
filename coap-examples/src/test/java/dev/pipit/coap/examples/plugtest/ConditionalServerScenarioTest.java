package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CREATED;
import static dev.pipit.coap.message.Code.DELETE;
import static dev.pipit.coap.message.Code.DELETED;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.Code.PRECONDITION_FAILED;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.VALID;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.IF_MATCH;
import static dev.pipit.coap.option.StandardOptions.IF_NONE_MATCH;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TD_COAP_CORE_21 to 23, conditional requests: what the server does. */
@InRole(Role.SERVER)
class ConditionalServerScenarioTest {
    private final VirtualNetwork network = new VirtualNetwork(1);
    private final WireScript client = network.script("192.0.2.2:61616", PlugtestServer.ADDRESS);

    @BeforeEach
    void start() {
        PlugtestServer.start(network);
    }

    private WireReceipt getValidate(String names, EntityTag... known) {
        WireSend request = client.send(CON, GET, "/validate").mid(names).token(names);
        for (EntityTag tag : known) {
            request.option(ETAG, tag);
        }
        WireReceipt receipt = client.expect(ACK, known.length == 0 ? CONTENT : VALID);
        return receipt.mid(names).token(names);
    }

    private WireSend put(String path, String names, String payload) {
        return client.send(CON, PUT, path)
                .mid(names)
                .token(names)
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload(payload);
    }

    @TestDescription("TD_COAP_CORE_21")
    @Test
    void entityTagIsValidUntilTheResourceChanges() {
        WireReceipt first = getValidate("1");
        EntityTag tag = Receipts.etag(first);
        assertTrue(Receipts.payload(first).length > 0);

        getValidate("2", tag).option(ETAG, tag).payload("");

        put("/validate", "3", "changed");
        client.expect(ACK, CHANGED).mid("3").token("3");
        client.send(CON, GET, "/validate").mid("4").token("4").option(ETAG, tag);
        WireReceipt changed = client.expect(ACK, CONTENT).mid("4").token("4").payload("changed");
        assertNotEquals(tag, Receipts.etag(changed));
    }

    @TestDescription("TD_COAP_CORE_22")
    @Test
    void ifMatchUpdatesAtomically() {
        EntityTag tag1 = Receipts.etag(getValidate("1"));

        put("/validate", "2", "mine").option(IF_MATCH, tag1);
        client.expect(ACK, CHANGED).mid("2").token("2").option(CONTENT_FORMAT).payload("");

        EntityTag tag2 = Receipts.etag(getValidate("3").payload("mine"));
        assertNotEquals(tag1, tag2);
        put("/validate", "4", "another's");
        client.expect(ACK, CHANGED).mid("4").token("4");
        put("/validate", "5", "mine again").option(IF_MATCH, tag2);
        client.expect(ACK, PRECONDITION_FAILED).mid("5").token("5");
        getValidate("6").payload("another's");
    }

    @TestDescription("TD_COAP_CORE_23")
    @Test
    void ifNoneMatchCreatesOnce() {
        put("/create1", "1", "first").option(IF_NONE_MATCH, true);
        client.expect(ACK, CREATED).mid("1").token("1").option(CONTENT_FORMAT).payload("");

        put("/create1", "2", "second").option(IF_NONE_MATCH, true);
        client.expect(ACK, PRECONDITION_FAILED).mid("2").token("2");

        client.send(CON, GET, "/create1").mid("3").token("3");
        client.expect(ACK, CONTENT).mid("3").token("3").payload("first");
        client.send(CON, DELETE, "/create1").mid("4").token("4");
        client.expect(ACK, DELETED).mid("4").token("4");
        client.send(CON, GET, "/create1").mid("5").token("5");
        client.expect(ACK, NOT_FOUND).mid("5").token("5");
    }
}
