package dev.pipit.coap.blockwise;

import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.timer.DeadlineQueue;
import org.jspecify.annotations.Nullable;

/** All bodies that an endpoint keeps for transfers, within its limits of memory. */
final class Transfers {
    private static final PeerSlot.Key<PeerTransfers> KEY = PeerSlot.Key.of(PeerSlot.Key.BLOCKWISE);

    private final BlockwiseConfig config;
    private final DeadlineQueue deadlines;
    private long bytes;

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
    }

    void detach(PeerSlot peer) {
        peer.set(KEY, null);
    }

    /** The peer is no longer known. */
    void drop(PeerSlot peer) {
        PeerTransfers transfers = peer.get(KEY);
        if (transfers != null) {
            transfers.clear();
        }
    }

    boolean hasRoomFor(int more) {
        return bytes + more <= config.maxBufferedBytes();
    }

    void charge(int change) {
        bytes += change;
    }

    void touch(Transfer transfer, long nowNanos) {
        deadlines.schedule(transfer, nowNanos + config.idleTime().toNanos());
    }

    void forget(Transfer transfer) {
        deadlines.cancel(transfer);
    }

    long bytes() {
        return bytes;
    }
}
