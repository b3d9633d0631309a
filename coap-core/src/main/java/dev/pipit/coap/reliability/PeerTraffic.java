package dev.pipit.coap.reliability;

import dev.pipit.coap.peer.PeerSlot;
import org.jspecify.annotations.Nullable;

/** What the reliability layer keeps of one peer; hangs on the peer's slot. */
final class PeerTraffic {
    static final PeerSlot.Key<PeerTraffic> KEY = PeerSlot.Key.of(PeerSlot.Key.RELIABILITY);

    private final PeerSlot peer;
    final int number;

    // The peer's chain in the duplicate filter, kept by the filter.
    int firstDuplicate = DuplicateFilter.NONE;
    int lastDuplicate = DuplicateFilter.NONE;
    int duplicateBytes;

    /** Made when the first message of our own goes to the peer; a server that only piggybacks needs none. */
    @Nullable
    Sender sender;

    PeerTraffic(PeerSlot peer, int number) {
        this.peer = peer;
        this.number = number;
    }

    PeerSlot peer() {
        return peer;
    }
}
