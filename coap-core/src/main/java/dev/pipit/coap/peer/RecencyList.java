package dev.pipit.coap.peer;

import org.jspecify.annotations.Nullable;

/** Slots in the order in which they were last seen, linked through the slots themselves. */
final class RecencyList {
    private static final int PROBES = 16;

    private @Nullable PeerSlot oldest;
    private @Nullable PeerSlot newest;

    boolean isEmpty() {
        return oldest == null;
    }

    PeerSlot head() {
        if (oldest == null) {
            throw new IllegalStateException("the list is empty");
        }
        return oldest;
    }

    /** The oldest slot that may go, looking at a few only: a table full of pinned slots must not cost a scan. */
    @Nullable
    PeerSlot firstUnpinned() {
        PeerSlot at = oldest;
        for (int i = 0; i < PROBES && at != null; i++) {
            if (!at.isPinned()) {
                return at;
            }
            at = at.newer;
        }
        return null;
    }

    void add(PeerSlot slot) {
        slot.older = newest;
        slot.newer = null;
        if (newest == null) {
            oldest = slot;
        } else {
            newest.newer = slot;
        }
        newest = slot;
    }

    void remove(PeerSlot slot) {
        if (slot.older == null) {
            oldest = slot.newer;
        } else {
            slot.older.newer = slot.newer;
        }
        if (slot.newer == null) {
            newest = slot.older;
        } else {
            slot.newer.older = slot.older;
        }
        slot.older = null;
        slot.newer = null;
    }

    void moveToEnd(PeerSlot slot) {
        if (slot != newest) {
            remove(slot);
            add(slot);
        }
    }
}
