package dev.pipit.coap.peer;

import org.jspecify.annotations.Nullable;

/**
 * The place where an endpoint keeps what it knows of one peer. Each layer hangs its own state on it under its own
 * {@link Key}; all of it goes when the slot is evicted. Touched by the endpoint's event loop alone.
 */
public final class PeerSlot {
    private final Peer peer;
    private final @Nullable Object[] states = new Object[Key.COUNT];
    private int pins;
    private boolean proven;

    long lastSeenNanos;

    @Nullable
    PeerSlot older;

    @Nullable
    PeerSlot newer;

    PeerSlot(Peer peer, long nowNanos) {
        this.peer = peer;
        this.lastSeenNanos = nowNanos;
    }

    /** Who this is. */
    public Peer peer() {
        return peer;
    }

    /** What a layer keeps here, or null. */
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(Key<T> key) {
        return (T) states[key.index];
    }

    /** Keeps a layer's state here. */
    public <T> void set(Key<T> key, @Nullable T state) {
        states[key.index] = state;
    }

    /** Holds the slot while something is owed to or expected from the peer: a pinned slot is not evicted. */
    public void pin() {
        pins++;
    }

    /** Ends one {@link #pin()}. */
    public void unpin() {
        pins--;
    }

    /** Whether something is outstanding with this peer. */
    public boolean isPinned() {
        return pins > 0;
    }

    /** Whether the peer has shown that it receives what is sent to its address. */
    public boolean isProven() {
        return proven;
    }

    void markProven() {
        proven = true;
    }

    @Override
    public String toString() {
        return peer.toString();
    }

    /**
     * The name of a layer's place in a slot.
     *
     * @param <T> what the layer keeps there
     */
    @SuppressWarnings("UnusedTypeParameter") // it types get and set
    public static final class Key<T> {
        static final int COUNT = 5;

        /** The transport's place. */
        public static final int TRANSPORT = 0;

        /** The reliability layer's place. */
        public static final int RELIABILITY = 1;

        /** The exchange layer's place. */
        public static final int EXCHANGE = 2;

        /** The block-wise layer's place. */
        public static final int BLOCKWISE = 3;

        /** The observe layer's place. */
        public static final int OBSERVE = 4;

        private final int index;

        private Key(int index) {
            this.index = index;
        }

        /** A key for one of the places named here. */
        public static <T> Key<T> of(int place) {
            if (place < 0 || place >= COUNT) {
                throw new IllegalArgumentException("place: " + place + " (expected: 0-" + (COUNT - 1) + ")");
            }
            return new Key<>(place);
        }
    }
}
