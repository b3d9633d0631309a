package dev.pipit.coap.reliability;

import dev.pipit.coap.peer.PeerSlot;
import org.jspecify.annotations.Nullable;

/** What the reliability layer keeps of one peer; hangs on the peer's slot. */
final class PeerTraffic {
    static final PeerSlot.Key<PeerTraffic> KEY = PeerSlot.Key.of(PeerSlot.Key.RELIABILITY);

    private final PeerSlot peer;

    // The peer's entries in the duplicate filter, kept by the filter: one, or a table of several.
    int onlyDuplicate = DuplicateFilter.NONE;

    @Nullable
    MessageIdTable duplicates;

    int duplicateBytes;

    /** Made when the first message of our own goes to the peer; a server that only piggybacks needs none. */
    @Nullable
    Sender sender;

    PeerTraffic(PeerSlot peer) {
        this.peer = peer;
    }

    PeerSlot peer() {
        return peer;
    }
}
