package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testkit.Requirement;
import org.junit.jupiter.api.Test;

class TransferKeyTest {
    private static Request.Builder put() {
        return Request.builder(Code.PUT).path("/a/b?c=d");
    }

    private static TransferKey key(Request.Builder request) {
        return TransferKey.of(request.build());
    }

    @Test
    void isTheSameForAllBlocksOfATransfer() {
        TransferKey first = key(put().option(StandardOptions.BLOCK1, block(0, 1, 64))
                .option(StandardOptions.SIZE1, 500L)
                .ifNoneMatch()
                .payload(new byte[64], ContentFormat.JSON));
        TransferKey later =
                key(put().option(StandardOptions.BLOCK1, block(7, 0, 64)).payload(new byte[3]));
        TransferKey of2 =
                key(put().option(StandardOptions.OBSERVE, 0L).option(StandardOptions.BLOCK2, block(1, 0, 16)));

        assertEquals(first, later);
        assertEquals(first.hashCode(), later.hashCode());
        assertEquals(first, of2);
        assertEquals(first.hashCode(), of2.hashCode());
    }

    @Test
    @Requirement("R7959-027")
    void isAnotherForAnotherMethodTargetOrTag() {
        TransferKey key = key(put());
        assertNotEquals(key, key(Request.builder(Code.POST).path("/a/b?c=d")));
        assertNotEquals(key, key(put().path("/a/b?c=e")));
        assertNotEquals(key, key(put().path("/a/b")));
        assertNotEquals(key, key(put().path("/a/b/c?c=d")));
        assertNotEquals(key, key(put().option(StandardOptions.REQUEST_TAG, new byte[0])));
        assertNotEquals(key, key(put().ifMatch(EntityTag.ofVersion(1))));
        assertNotEquals(key, key(put().accept(ContentFormat.CBOR)));
        // The same bytes in two options and in one.
        assertNotEquals(
                key(Request.builder(Code.PUT).path("/ab")),
                key(Request.builder(Code.PUT).path("/a/b")));
    }
}
