package dev.pipit.coap.peer;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The place where an endpoint keeps what it knows of one peer. Each layer hangs its own state on it under its own
 * {@link Key}; all of it goes when the slot is evicted. Touched by the endpoint's event loop alone.
 */
public final class PeerSlot {
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final int AMPLIFICATION_FACTOR = 3;
    private static final int MOST_MISMATCHES = 8;

    private Peer peer;
    private final @Nullable Object[] states = new Object[Key.COUNT];
    private int pins;
    private boolean proven;
    private boolean acknowledged;
    private byte mismatches;
    private long credit;
    private int maxMessageBytes = Integer.MAX_VALUE;

    long lastSeenNanos;

    @Nullable
    PeerSlot older;

    @Nullable
    PeerSlot newer;

    PeerSlot(Peer peer, boolean limited, long nowNanos) {
        this.peer = peer;
        this.credit = limited ? 0 : UNLIMITED;
        this.lastSeenNanos = nowNanos;
    }

    /** Who this is, and where it sends from now. */
    public Peer peer() {
        return peer;
    }

    /** It sends from another address; what was known of the way to it counts no more. */
    void moveTo(InetSocketAddress address, boolean limited) {
        peer = new Peer(address, peer.identity());
        if (limited) {
            proven = false;
            acknowledged = false;
            mismatches = 0;
            credit = 0;
        }
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

    /** The largest message that can be sent to the peer, in bytes, where that depends on the peer. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** Says how large messages to the peer can be. */
    public void maxMessageBytes(int bytes) {
        maxMessageBytes = bytes;
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

    /** The peer has acknowledged a confirmable message. */
    public void markAcknowledged() {
        acknowledged = true;
    }

    /** Whether it ever has. Then something is known of the way there and back as well. */
    public boolean hasAcknowledged() {
        return acknowledged;
    }

    void markProven() {
        proven = true;
        credit = UNLIMITED;
    }

    // ---- what may be sent to an address that has not been shown to be the peer's (RFC 9175 §2.4, item 3)

    /** Whether the peer may be sent no more than three times the bytes that came from it: it is not proven yet. */
    public boolean isLimited() {
        return credit != UNLIMITED;
    }

    /** A message of so many bytes came in. */
    public void countReceived(int bytes) {
        if (isLimited()) {
            credit += onWire(bytes) * AMPLIFICATION_FACTOR;
        }
    }

    /** Whether a message of so many bytes may be sent now. */
    public boolean affords(int bytes) {
        return onWire(bytes) <= credit;
    }

    /** Whether two messages of so many bytes may be sent now. */
    public boolean affordsBoth(int one, int other) {
        return onWire(one) + onWire(other) <= credit;
    }

    /** Notes that a message of so many bytes is sent; false where it may not be. */
    public boolean spend(int bytes) {
        if (!isLimited()) {
            return true;
        }
        boolean affordable = affords(bytes);
        credit -= affordable ? onWire(bytes) : 0;
        return affordable;
    }

    /** The largest answer, in bytes, to a message of so many; not more than what may be sent now. */
    public int largestAnswerTo(int bytes) {
        long least = Math.min(credit, onWire(bytes) * AMPLIFICATION_FACTOR) - onWire(0);
        return (int) Math.min(Integer.MAX_VALUE, least);
    }

    // RFC 9175 §2.4 counts "Ethernet, IP, and UDP headers of 14, 40, and 8 bytes"; IPv4's header is of 20 bytes.
    private long onWire(int bytes) {
        return bytes + 14L + (peer.address().getAddress() instanceof Inet4Address ? 20 : 40) + 8;
    }

    /** An acknowledgement or Reset came that matches nothing: somebody may be guessing message IDs. */
    public void countMismatch() {
        mismatches = (byte) Math.min(mismatches + 1, MOST_MISMATCHES);
    }

    /** Whether so many message IDs were wrong that a right one shows nothing any more. */
    public boolean isGuessing() {
        return mismatches >= MOST_MISMATCHES;
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
        static final int COUNT = 7;

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

        /** Where it is kept how a peer's address is being verified. */
        public static final int VERIFICATION = 5;

        /** The place of a server's latest Echo. */
        public static final int ECHO = 6;

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
