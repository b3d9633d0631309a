package dev.pipit.coap.examples.testresources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContentStoreTest {
    private static final List<String> A = List.of("a");
    private static final List<String> B = List.of("b");
    private static final List<String> C = List.of("c");

    private final ContentStore store = new ContentStore(2, 10);

    private static StoredContent text(String text) {
        return StoredContent.text(text);
    }

    @Test
    void takesSoManyEntries() {
        assertFalse(store.put(A, text("1")));
        assertFalse(store.put(B, text("2")));
        assertTrue(store.put(B, text("3")));
        assertFalse(store.hasRoomFor(C, text("4")));
        assertTrue(store.hasRoomFor(A, text("4")));
        assertTrue(store.removeOldest());
        assertNull(store.get(A));
        assertTrue(store.hasRoomFor(C, text("4")));
    }

    @Test
    void takesSoManyBytes() {
        store.put(A, text("12345678"));
        assertTrue(store.hasRoomFor(B, text("12")));
        assertFalse(store.hasRoomFor(B, text("123")));
        assertTrue(store.hasRoomFor(A, text("1234567890")));
        assertFalse(store.hasRoomFor(A, text("12345678901")));
        store.put(A, text("1"));
        assertTrue(store.hasRoomFor(B, text("123456789")));
        assertTrue(store.remove(A));
        assertFalse(store.remove(A));
        assertFalse(store.removeOldest());
        assertTrue(store.hasRoomFor(B, text("1234567890")));
    }

    @Test
    void givesBackWhatWasPut() {
        StoredContent content = text("1");
        store.put(A, content);
        assertEquals(content, store.get(A));
        assertNull(store.get(B));
    }
}
