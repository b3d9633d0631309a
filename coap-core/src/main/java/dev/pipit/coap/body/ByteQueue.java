package dev.pipit.coap.body;

import java.nio.ByteBuffer;

/** Bytes in the order in which they came, in a ring that grows as needed. For one thread at a time. */
final class ByteQueue {
    private static final int SMALLEST = 1024;

    private byte[] ring = new byte[0];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(byte[] bytes, int from, int count) {
        reserve(count);
        int at = (head + size) % ring.length;
        int first = Math.min(count, ring.length - at);
        System.arraycopy(bytes, from, ring, at, first);
        System.arraycopy(bytes, from + first, ring, 0, count - first);
        size += count;
    }

    void add(ByteBuffer bytes) {
        int count = bytes.remaining();
        reserve(count);
        int at = (head + size) % ring.length;
        int first = Math.min(count, ring.length - at);
        bytes.get(ring, at, first);
        bytes.get(ring, 0, count - first);
        size += count;
    }

    private void reserve(int count) {
        int needed = Math.addExact(size, count);
        if (needed > ring.length || ring.length == 0) {
            byte[] larger = new byte[(int) Math.max(needed, Math.max(SMALLEST, Math.min(ring.length * 2L, 1 << 30)))];
            copy(larger, 0, size);
            ring = larger;
            head = 0;
        }
    }

    /** Copies the oldest bytes, and keeps them. */
    void copy(byte[] into, int offset, int count) {
        if (count > 0) {
            int first = Math.min(count, ring.length - head);
            System.arraycopy(ring, head, into, offset, first);
            System.arraycopy(ring, 0, into, offset + first, count - first);
        }
    }

    /** Forgets the oldest bytes. */
    void discard(int count) {
        size -= count;
        head = size == 0 ? 0 : (head + count) % ring.length;
    }

    /** Forgets everything, and frees the memory. */
    void clear() {
        ring = new byte[0];
        head = 0;
        size = 0;
    }
}
