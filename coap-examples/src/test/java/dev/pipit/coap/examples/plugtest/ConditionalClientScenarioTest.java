package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CREATED;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.PRECONDITION_FAILED;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.VALID;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.IF_MATCH;
import static dev.pipit.coap.option.StandardOptions.IF_NONE_MATCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireSend;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** TD_COAP_CORE_21 to 23, conditional requests: what the client does. */
@InRole(Role.CLIENT)
class ConditionalClientScenarioTest {
    private static final EntityTag TAG1 = EntityTag.of((byte) 1, (byte) 2);
    private static final EntityTag TAG2 = EntityTag.of((byte) 3);

    private final ScriptedServer server = new ScriptedServer();
    private int lastMessageId = -1;

    private CompletableFuture<Response> send(ClientRequest request) {
        return request.sendAsync();
    }

    private ClientRequest get() {
        return server.client.get(ScriptedServer.uri("/validate"));
    }

    private ClientRequest put(String path, String payload) {
        return server.client.put(ScriptedServer.uri(path)).payload(payload);
    }

    /** The next request, with a message ID other than that of the one before. */
    private WireReceipt expect(Code method, String path) {
        WireReceipt receipt = server.expectRequest(method, path);
        assertNotEquals(lastMessageId, receipt.message().messageId());
        lastMessageId = receipt.message().messageId();
        return receipt;
    }

    private WireReceipt expectPut(String path, String payload) {
        return expect(PUT, path).option(CONTENT_FORMAT, TEXT_PLAIN).payload(payload);
    }

    private void respond(WireReceipt request, EntityTag tag, String payload) {
        WireSend response = server.respond(request, payload.isEmpty() ? VALID : CONTENT);
        response.option(ETAG, tag).payload(payload);
    }

    private Response received(CompletableFuture<Response> response) {
        server.settle();
        return response.join();
    }

    private Response answered(CompletableFuture<Response> response, WireReceipt request, Code code) {
        server.respond(request, code);
        return received(response);
    }

    @TestDescription("TD_COAP_CORE_21")
    @Test
    void validates() {
        CompletableFuture<Response> first = send(get());
        respond(expect(GET, "/validate").option(ETAG), TAG1, "one");
        assertEquals("one", received(first).text());
        assertEquals(TAG1, first.join().etag().orElseThrow());

        CompletableFuture<Response> second = send(get().etag(TAG1));
        respond(expect(GET, "/validate").option(ETAG, TAG1), TAG1, "");
        assertEquals(VALID, received(second).code());

        CompletableFuture<Response> third = send(get().etag(TAG1));
        respond(expect(GET, "/validate").option(ETAG, TAG1), TAG2, "two");
        assertEquals("two", received(third).text());
        assertEquals(TAG2, third.join().etag().orElseThrow());
    }

    @TestDescription("TD_COAP_CORE_22")
    @Test
    void updatesWhatHasNotChanged() {
        CompletableFuture<Response> first = send(get());
        respond(expect(GET, "/validate").option(ETAG), TAG1, "one");
        assertEquals(TAG1, received(first).etag().orElseThrow());

        CompletableFuture<Response> update = send(put("/validate", "mine").ifMatch(TAG1));
        WireReceipt asked = expectPut("/validate", "mine").option(IF_MATCH, TAG1);
        assertEquals(CHANGED, answered(update, asked, CHANGED).code());

        CompletableFuture<Response> second = send(get());
        respond(expect(GET, "/validate"), TAG2, "mine");
        assertEquals(TAG2, received(second).etag().orElseThrow());

        CompletableFuture<Response> unconditional = send(put("/validate", "another's"));
        asked = expectPut("/validate", "another's").option(IF_MATCH);
        assertEquals(CHANGED, answered(unconditional, asked, CHANGED).code());

        CompletableFuture<Response> late = send(put("/validate", "mine again").ifMatch(TAG2));
        asked = expectPut("/validate", "mine again").option(IF_MATCH, TAG2);
        assertEquals(
                PRECONDITION_FAILED, answered(late, asked, PRECONDITION_FAILED).code());
    }

    @TestDescription("TD_COAP_CORE_23")
    @Test
    void createsWhatIsNotThere() {
        CompletableFuture<Response> first = send(put("/create1", "first").ifNoneMatch());
        WireReceipt asked = expectPut("/create1", "first").option(IF_NONE_MATCH, true);
        assertEquals(CREATED, answered(first, asked, CREATED).code());

        CompletableFuture<Response> second = send(put("/create1", "second").ifNoneMatch());
        asked = expectPut("/create1", "second").option(IF_NONE_MATCH, true);
        assertEquals(
                PRECONDITION_FAILED,
                answered(second, asked, PRECONDITION_FAILED).code());
    }
}
