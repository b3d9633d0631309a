package dev.pipit.coap.blockwise;

import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.timer.DeadlineQueue;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All bodies that an endpoint keeps for transfers, within its limits of memory. */
final class Transfers {
    private static final PeerSlot.Key<PeerTransfers> KEY = PeerSlot.Key.of(PeerSlot.Key.BLOCKWISE);

    private final BlockwiseConfig config;
    private final DeadlineQueue deadlines;
    private final Set<PeerTransfers> holders = Collections.newSetFromMap(new IdentityHashMap<>());
    private long bytes;
    private long latestNanos;

    Transfers(BlockwiseConfig config, DeadlineQueue deadlines) {
        this.config = config;
        this.deadlines = deadlines;
    }

    BlockwiseConfig config() {
        return config;
    }

    /** The peer's transfers; null where it has none. */
    @Nullable
    PeerTransfers find(PeerSlot peer) {
        return peer.get(KEY);
    }

    /** The peer's transfers, made where it has none. */
    PeerTransfers of(PeerSlot peer) {
        PeerTransfers transfers = peer.get(KEY);
        return transfers == null ? new PeerTransfers(this, peer) : transfers;
    }

    void attach(PeerSlot peer, PeerTransfers transfers) {
        peer.set(KEY, transfers);
        holders.add(transfers);
    }

    void detach(PeerSlot peer, PeerTransfers transfers) {
        peer.set(KEY, null);
        holders.remove(transfers);
    }

    /** The peer is no longer known. */
    void drop(PeerSlot peer) {
        PeerTransfers transfers = peer.get(KEY);
        if (transfers != null) {
            transfers.clear();
        }
    }

    /** Gives up all of them. */
    void endAll() {
        List.copyOf(holders).forEach(PeerTransfers::clear);
    }

    boolean hasRoomFor(int more) {
        return bytes + more <= config.maxBufferedBytes();
    }

    void charge(int change) {
        bytes += change;
    }

    void touch(Transfer transfer, long nowNanos) {
        latestNanos = nowNanos;
        deadlines.schedule(transfer, nowNanos + config.idleTime().toNanos());
    }

    void forget(Transfer transfer) {
        deadlines.cancel(transfer);
    }

    /** When a transfer was last used. */
    long latestNanos() {
        return latestNanos;
    }

    long bytes() {
        return bytes;
    }
}
