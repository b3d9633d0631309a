package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.blockwise.BlockwiseConfig;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import dev.pipit.coap.testkit.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is decided when the first block of a request's body is there, and how a body is taken block by block. */
class AdmissionScenarioTest {
    private static final byte[] BLOCK = new byte[16];

    private final List<String> handled = new ArrayList<>();
    private boolean exists;
    private final StreamingServer server = new StreamingServer(BlockwiseConfig.DEFAULT)
            .add("/plain", resource())
            .add("/tagged", resource().entityTag(context -> exists ? EntityTag.ofVersion(1) : null))
            .add("/json", resource().payloadFormats(ContentFormat.JSON));
    private final WireScript client = server.client;

    private ResourceBuilder resource() {
        return Resource.builder().put(context -> {
            handled.add(context.request().toString());
            return Response.changed();
        });
    }

    private WireSend put(String path, int number, boolean more) {
        return client.send(MessageType.CON, Code.PUT, path)
                .option(StandardOptions.BLOCK1, new Block(number, more, 0))
                .payload(BLOCK);
    }

    private WireReceipt expect(Code code) {
        return client.expect(MessageType.ACK, code);
    }

    private void expectRefusal(Code code) {
        expect(code);
        assertEquals(List.of(), handled);
        assertEquals(0, server.endpoint().bufferedBytes());
    }

    @Test
    void refusesAtTheFirstBlockWhatHasNoHandler() {
        put("/nowhere", 0, true);
        expectRefusal(Code.NOT_FOUND);
        client.send(MessageType.CON, Code.POST, "/plain")
                .option(StandardOptions.BLOCK1, new Block(0, true, 0))
                .payload(BLOCK);
        expectRefusal(Code.METHOD_NOT_ALLOWED);
        put("/plain", 0, true).rawOption(9999, new byte[0]);
        expectRefusal(Code.BAD_OPTION);
    }

    @Test
    @Requirement("R7959-052")
    void refusesAtTheFirstBlockWhatIsConditionalAndNotFulfilled() {
        put("/plain", 0, true).option(StandardOptions.IF_NONE_MATCH, true);
        expectRefusal(Code.PRECONDITION_FAILED);
        exists = true;
        put("/tagged", 0, true).option(StandardOptions.IF_NONE_MATCH, true);
        expectRefusal(Code.PRECONDITION_FAILED);
        put("/tagged", 0, true).option(StandardOptions.IF_MATCH, EntityTag.ofVersion(2));
        expectRefusal(Code.PRECONDITION_FAILED);
    }

    @Test
    @Requirement("R7959-052")
    void looksAgainWhenTheBodyIsComplete() {
        put("/tagged", 0, true).option(StandardOptions.IF_NONE_MATCH, true);
        expect(Code.CONTINUE);
        exists = true;
        put("/tagged", 1, false);
        expectRefusal(Code.PRECONDITION_FAILED);
        exists = false;
        put("/tagged", 0, true).option(StandardOptions.IF_NONE_MATCH, true);
        expect(Code.CONTINUE);
        put("/tagged", 1, false);
        expect(Code.CHANGED);
        assertEquals(1, handled.size());
    }

    @Test
    void refusesAtTheFirstBlockAFormatThatIsNotTaken() {
        put("/json", 0, true).option(StandardOptions.CONTENT_FORMAT, ContentFormat.CBOR);
        expectRefusal(Code.UNSUPPORTED_CONTENT_FORMAT);
        put("/json", 0, true);
        expectRefusal(Code.BAD_REQUEST);
        client.send(MessageType.CON, Code.PUT, "/json")
                .option(StandardOptions.CONTENT_FORMAT, ContentFormat.CBOR)
                .payload("whole");
        expectRefusal(Code.UNSUPPORTED_CONTENT_FORMAT);

        put("/json", 0, true).option(StandardOptions.CONTENT_FORMAT, ContentFormat.JSON);
        expect(Code.CONTINUE);
        put("/json", 1, false).option(StandardOptions.CONTENT_FORMAT, ContentFormat.JSON);
        expect(Code.CHANGED);
    }

    @Test
    void leavesItToFiltersToSeeARequestFirst() {
        StreamingServer filtered = new StreamingServer(BlockwiseConfig.DEFAULT, (context, next) -> {
                    throw new ResponseException(Code.UNAUTHORIZED, "");
                })
                .add("/x", resource());
        for (int number = 0; number < 2; number++) {
            filtered.client
                    .send(MessageType.CON, Code.PUT, "/x")
                    .option(StandardOptions.IF_MATCH, EntityTag.ofVersion(2))
                    .option(StandardOptions.BLOCK1, new Block(number, number == 0, 0))
                    .payload(BLOCK);
            filtered.client.expect(MessageType.ACK, number == 0 ? Code.CONTINUE : Code.UNAUTHORIZED);
        }
    }

    @Test
    void refusesWhereNoWorkerCanLook() {
        server.workersAreFull = true;
        put("/tagged", 0, true).option(StandardOptions.IF_NONE_MATCH, true);
        expectRefusal(Code.SERVICE_UNAVAILABLE);
    }

    @Test
    @Requirement({"R7959-012", "R7959-041"})
    void handsOnEachBlockByItself() {
        List<Block> blocks = new ArrayList<>();
        server.add("/flash", Resource.builder().blockByBlock().put(context -> {
            Block block =
                    context.request().options().get(StandardOptions.BLOCK1).orElseThrow();
            assertEquals(16, context.request().payload().length);
            blocks.add(block);
            return block.number() == 9 ? Response.of(Code.FORBIDDEN) : Response.changed();
        }));
        // As in RFC 7959 §3.2, figure 9, "simple stateless": each response is final for its block
        for (int number : new int[] {0, 1, 5, 1}) {
            put("/flash", number, true);
            expect(Code.CHANGED).option(StandardOptions.BLOCK1, new Block(number, false, 0));
        }
        put("/flash", 9, true);
        expect(Code.FORBIDDEN);
        put("/flash", 6, false);
        expect(Code.CHANGED).option(StandardOptions.BLOCK1, new Block(6, false, 0));
        assertEquals("[0/1/16, 1/1/16, 5/1/16, 1/1/16, 9/1/16, 6/0/16]", blocks.toString());
        assertEquals(0, server.endpoint().bufferedBytes());
    }

    @Test
    void refusesToBuildWhatCannotBe() {
        ResourceBuilder both = resource().blockByBlock().stream(Code.POST, (context, body) -> Response.changed());
        assertThrows(IllegalStateException.class, both::build);
        assertThrows(
                IllegalArgumentException.class,
                () -> Resource.builder().stream(Code.GET, (context, body) -> Response.changed()));
        assertThrows(IllegalArgumentException.class, () -> Resource.builder().maxStreamBytes(0));
    }
}
