package dev.pipit.coap.blockwise;

import dev.pipit.coap.timer.Deadline;

/** A body that is kept while its blocks come or go; given up when it has been idle for too long. */
abstract class Transfer extends Deadline {
    final PeerTransfers owner;
    final TransferKey key;

    Transfer(PeerTransfers owner, TransferKey key) {
        this.owner = owner;
        this.key = key;
    }

    /** Bytes that it keeps. */
    abstract int bytes();

    /** It is kept no longer. */
    void release(long nowNanos) {}

    @Override
    protected void expire(long nowNanos) {
        owner.remove(this);
    }
}
