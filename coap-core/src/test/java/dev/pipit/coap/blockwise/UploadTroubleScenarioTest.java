package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static dev.pipit.coap.blockwise.Bodies.body;
import static dev.pipit.coap.blockwise.UploadScript.put;
import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTINUE;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.REQUEST_ENTITY_INCOMPLETE;
import static dev.pipit.coap.message.Code.REQUEST_ENTITY_TOO_LARGE;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.SIZE1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.body.Execution;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bodies that a server refuses, wants once more or in smaller blocks, or misunderstands. */
class UploadTroubleScenarioTest {
    private final UploadScript script = new UploadScript();
    private final AskingClient asking = script.asking;
    private final WireScript server = script.server;

    @Test
    @Requirement("R7959-049")
    void startsOverWhenBlocksAreMissing() {
        byte[] body = body(300);
        asking.ask(put(body));
        script.expect(block(0, 1, 128), body);
        script.answer(CONTINUE, block(0, 1, 128));
        script.expect(block(1, 1, 128), body);
        script.answer(REQUEST_ENTITY_INCOMPLETE);
        script.expect(block(0, 1, 128), body);
        script.answer(CONTINUE, block(0, 1, 128));
        script.expect(block(1, 1, 128), body);
    }

    @Test
    void reportsIncompletenessInTheEnd() {
        byte[] body = body(200);
        asking.ask(put(body));
        for (int attempt = 0; attempt < 5; attempt++) {
            script.expect(block(0, 1, 128), body);
            script.answer(CONTINUE, block(0, 1, 128));
            script.expect(block(1, 0, 128), body);
            script.answer(REQUEST_ENTITY_INCOMPLETE);
        }
        assertEquals(REQUEST_ENTITY_INCOMPLETE, asking.response().code());
    }

    @Test
    @Requirement("R7959-051")
    void startsOverInSmallerBlocksWhenToldSo() {
        byte[] body = body(300);
        asking.ask(put(body));
        script.expect(block(0, 1, 128), body);
        script.answer(REQUEST_ENTITY_TOO_LARGE, block(0, 1, 64));
        script.expect(block(0, 1, 64), body);
    }

    @Test
    void reportsThatABodyIsTooLarge() {
        byte[] body = body(300);
        asking.ask(put(body));
        script.expect(block(0, 1, 128), body);
        server.send(ACK, REQUEST_ENTITY_TOO_LARGE)
                .mid("m1")
                .token("t")
                .option(BLOCK1, block(0, 1, 64))
                .option(SIZE1, 256L);
        assertEquals(256, asking.response().options().uint(SIZE1, 0));
        server.expectNothing(Duration.ofSeconds(10));
    }

    @Test
    @Requirement("R7959-037")
    void triesBlocksWhenAWholeBodyIsTooLarge() {
        byte[] body = body(100);
        asking.ask(put(body));
        server.expect(CON, PUT, "/options").mid("w").token("t").option(BLOCK1);
        server.send(ACK, REQUEST_ENTITY_TOO_LARGE).mid("w").token("t");
        script.expect(block(0, 1, 64), body);
        script.answer(REQUEST_ENTITY_TOO_LARGE, block(0, 1, 32));
        script.expect(block(0, 1, 32), body);
        script.answer(REQUEST_ENTITY_TOO_LARGE);
        assertEquals(REQUEST_ENTITY_TOO_LARGE, asking.response().code());
    }

    @Test
    void failsWhenTheServerSucceedsBeforeItHasTheBody() {
        byte[] body = body(300);
        asking.ask(put(body));
        script.expect(block(0, 1, 128), body);
        script.answer(CHANGED);
        assertInstanceOf(TransferFailedException.class, asking.failure());
    }

    @Test
    void failsWhenTheServerWantsMoreThanThereIs() {
        byte[] body = body(200);
        asking.ask(put(body));
        script.expect(block(0, 1, 128), body);
        script.answer(CONTINUE, block(0, 1, 128));
        script.expect(block(1, 0, 128), body);
        script.answer(CONTINUE, block(1, 1, 128));
        assertInstanceOf(TransferFailedException.class, asking.failure());
    }

    @Test
    void reportsAnErrorThatEndsTheTransfer() {
        byte[] body = body(300);
        asking.ask(put(body));
        script.expect(block(0, 1, 128), body);
        script.answer(Code.FORBIDDEN);
        assertEquals(Code.FORBIDDEN, asking.response().code());
        server.expectNothing(Duration.ofSeconds(10));
    }

    @Test
    void knowsWhenBlockNumbersDoNotReach() {
        RequestBody body = new RequestBody(new byte[(16 << 20) + 1024], 6);
        assertTrue(body.isNumberable());
        assertTrue(body.restart(0));
        assertFalse(body.isNumberable());

        InputStream endless = new SequenceInputStream(
                new ByteArrayInputStream(new byte[16 << 20]), new ByteArrayInputStream(new byte[16]));
        RequestBody unknown = new RequestBody(Body.of(endless).open(Execution.DIRECT), 0);
        for (int sent = 0; sent < 1 << 20; sent++) {
            assertTrue(unknown.isNumberable());
            assertTrue(unknown.load(nowNanos -> {}));
            unknown.advance(0);
        }
        assertFalse(unknown.isNumberable());
    }
}
