package dev.pipit.coap.blockwise;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A response's body in memory, growing; what it takes is counted. */
final class Assembly {
    private static final int MAX_TRUSTED_SIZE = 1 << 20;

    private final Memory memory;
    private final int maxBytes;
    private byte[] bytes = new byte[0];
    private int length;

    /** How much the bodies that are being assembled take in all. */
    static final class Memory {
        private final long limit;
        private long used;

        Memory(long limit) {
            this.limit = limit;
        }

        long used() {
            return used;
        }
    }

    /** A body of which the announced length, in bytes, is believed if it is not large. */
    Assembly(Memory memory, int maxBytes, long announced) {
        this.memory = memory;
        this.maxBytes = maxBytes;
        if (announced <= Math.min(maxBytes, MAX_TRUSTED_SIZE)) {
            grow((int) announced);
        }
    }

    /** Appends bytes; gives the reason where there is no room for them. */
    @Nullable
    String add(byte[] some) {
        if (some.length > maxBytes - length) {
            return "more than " + maxBytes + " bytes in the response's body";
        }
        int needed = length + some.length;
        if (needed > bytes.length
                && !grow((int) Math.max(needed, Math.min(Math.max(4096, bytes.length * 2L), maxBytes)))
                && !grow(needed)) {
            return "bodies take " + memory.used + " bytes already (expected: at most " + memory.limit + ")";
        }
        System.arraycopy(some, 0, bytes, length, some.length);
        length = needed;
        return null;
    }

    private boolean grow(int size) {
        if (size - bytes.length > memory.limit - memory.used) {
            return false;
        }
        memory.used += size - bytes.length;
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    /** What has been appended; the end of the assembly. */
    byte[] take() {
        byte[] body = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        release();
        return body;
    }

    /** Forgets the bytes. */
    void release() {
        memory.used -= bytes.length;
        bytes = new byte[0];
        length = 0;
    }
}
