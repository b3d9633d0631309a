package dev.pipit.coap.reliability;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Message IDs for one peer: counted up from a random start, none used again within its lifetime (RFC 7252 §4.4).
 *
 * <p>The 65536 IDs are 64 blocks. A block that the counter leaves keeps the time of its last use; the counter may not
 * enter one again before EXCHANGE_LIFETIME has passed since. That is at most 1024 IDs stricter than it has to be, for
 * a few bytes a peer.
 */
final class MessageIds {
    /** No message ID is free now. */
    static final int NONE = -1;

    private static final int BLOCK = 1024;
    private static final int BLOCKS = 65536 / BLOCK;

    private int next;
    private long lastUse = Long.MIN_VALUE;
    private long @Nullable [] lastUses;

    MessageIds(int start) {
        next = start & 0xffff;
    }

    /** The next free ID, or {@link #NONE}. */
    int next(long nowNanos, long lifetimeNanos) {
        if (nowNanos < freeAt(lifetimeNanos)) {
            return NONE;
        }
        int id = next;
        lastUse = nowNanos;
        next = (next + 1) & 0xffff;
        if (next % BLOCK == 0) {
            leaveBlock(id / BLOCK);
        }
        return id;
    }

    /** When the next ID is free: in the past where it is free now. */
    long freeAt(long lifetimeNanos) {
        if (lastUses == null || next % BLOCK != 0 || lastUses[next / BLOCK] == Long.MIN_VALUE) {
            return Long.MIN_VALUE;
        }
        return lastUses[next / BLOCK] + lifetimeNanos;
    }

    private void leaveBlock(int block) {
        if (lastUses == null) {
            lastUses = new long[BLOCKS];
            Arrays.fill(lastUses, Long.MIN_VALUE);
        }
        lastUses[block] = lastUse;
    }
}
