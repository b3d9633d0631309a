package dev.pipit.coap.peer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The peers that one endpoint knows, by address, or by identity where that is secure; looked up once for each datagram.
 * Touched by one event loop.
 *
 * <p>Bounded: beyond its limit, a new stranger takes the place of the stranger that has been silent longest. A peer
 * that has proved that it receives at its address is only forgotten when it has been idle for the given time, and one
 * with something outstanding never. Where nobody can go, the newcomer is refused.
 */
public final class PeerTable {
    private final int maxPeers;
    private final long idleNanos;
    private final boolean limited;
    private final AddressKeys addresses;
    private final Map<Object, PeerSlot> slots = new HashMap<>();
    private final RecencyList strangers = new RecencyList();
    private final RecencyList proven = new RecencyList();
    private Consumer<PeerSlot> additionListener = slot -> {};
    private final List<Consumer<PeerSlot>> evictionListeners = new ArrayList<>();
    private final List<Consumer<PeerSlot>> proofListeners = new ArrayList<>();
    private long latestNanos;

    /** An empty table of peers that may be sent as much as one likes. */
    public PeerTable(int maxPeers, long idleNanos, RandomGenerator random) {
        this(maxPeers, idleNanos, false, random);
    }

    /**
     * An empty table.
     *
     * @param maxPeers how many peers it holds at most
     * @param idleNanos after how much silence a peer is forgotten
     * @param limited whether peers that are not proven may be sent only three times what came from them
     * @param random what the order of addresses in the table depends on; unguessable outside of tests
     */
    public PeerTable(int maxPeers, long idleNanos, boolean limited, RandomGenerator random) {
        if (maxPeers < 1) {
            throw new IllegalArgumentException("maxPeers: " + maxPeers + " (expected: at least 1)");
        }
        this.maxPeers = maxPeers;
        this.idleNanos = idleNanos;
        this.limited = limited;
        this.addresses = new AddressKeys(random);
    }

    /** Calls back with each new peer, before anything is known of it. */
    public void onAddition(Consumer<PeerSlot> listener) {
        additionListener = listener;
    }

    /**
     * Calls back when a peer is forgotten, so that a layer can let go of what it keeps elsewhere; {@link #latestNanos} says
     * when that is.
     */
    public void onEviction(Consumer<PeerSlot> listener) {
        evictionListeners.add(listener);
    }

    /** Calls back when a peer has shown that it receives at its address. */
    public void onProof(Consumer<PeerSlot> listener) {
        proofListeners.add(listener);
    }

    /**
     * The slot of a peer from which something came, or to which something goes; null where the table is full of peers
     * that may not be forgotten. A secure identity has one slot, at whatever address it is.
     */
    public @Nullable PeerSlot touch(InetSocketAddress address, PeerIdentity identity, long nowNanos) {
        latestNanos = nowNanos;
        Object key = key(address, identity);
        PeerSlot slot = slots.get(key);
        if (slot != null) {
            slot.lastSeenNanos = nowNanos;
            listOf(slot).moveToEnd(slot);
            return slot;
        }
        if (slots.size() >= maxPeers && !makeRoom(nowNanos)) {
            return null;
        }
        PeerSlot added = new PeerSlot(new Peer(address, identity), limited && !identity.isSecure(), nowNanos);
        additionListener.accept(added);
        slots.put(key, added);
        strangers.add(added);
        return added;
    }

    // An address says nothing of who is there, where it can be proved; and who it is may come from elsewhere tomorrow.
    private Object key(InetSocketAddress address, PeerIdentity identity) {
        return identity.isSecure() ? identity : addresses.keyOf(address);
    }

    /**
     * A peer with a secure identity sends from another address now. Nothing is known of the way there: until it has shown
     * that it receives there, it may be sent as little as a stranger, where strangers are limited (RFC 9146 §6).
     */
    public void move(PeerSlot slot, InetSocketAddress address) {
        RecencyList before = listOf(slot);
        slot.moveTo(address, limited);
        if (before != listOf(slot)) {
            before.remove(slot);
            listOf(slot).add(slot);
        }
    }

    /** Forgets a peer with a secure identity, whatever is outstanding: its association is over. */
    public void forget(PeerIdentity identity, long nowNanos) {
        latestNanos = nowNanos;
        PeerSlot slot = slots.get(identity);
        if (slot != null) {
            evict(slot);
        }
    }

    /** The slot of an address, where a peer without security is known there; does not count as activity. */
    public @Nullable PeerSlot find(InetSocketAddress address) {
        return slots.get(addresses.keyOf(address));
    }

    /** Notes that a peer has shown that it receives at its address. */
    public void prove(PeerSlot slot) {
        if (!slot.isProven() && slots.get(keyOf(slot)) == slot) {
            strangers.remove(slot);
            slot.markProven();
            proven.add(slot);
            for (Consumer<PeerSlot> listener : proofListeners) {
                listener.accept(slot);
            }
        }
    }

    private boolean makeRoom(long nowNanos) {
        PeerSlot victim = strangers.firstUnpinned();
        if (victim == null) {
            victim = proven.firstUnpinned();
            if (victim == null || nowNanos - victim.lastSeenNanos < idleNanos) {
                return false;
            }
        }
        evict(victim);
        return true;
    }

    /** Forgets peers that have been idle for long enough, a bounded number in one call. */
    public void handleTimeout(long nowNanos) {
        latestNanos = nowNanos;
        for (int i = 0; i < 1024 && nextDeadline() <= nowNanos; i++) {
            RecencyList list = headDeadline(strangers) <= headDeadline(proven) ? strangers : proven;
            PeerSlot slot = list.head();
            if (slot.isPinned()) {
                slot.lastSeenNanos = nowNanos;
                list.moveToEnd(slot);
            } else {
                evict(slot);
            }
        }
    }

    /** When {@link #handleTimeout} has something to do; {@link Long#MAX_VALUE} where the table is empty. */
    public long nextDeadline() {
        return Math.min(headDeadline(strangers), headDeadline(proven));
    }

    private long headDeadline(RecencyList list) {
        return list.isEmpty() ? Long.MAX_VALUE : list.head().lastSeenNanos + idleNanos;
    }

    private void evict(PeerSlot slot) {
        slots.remove(keyOf(slot), slot);
        listOf(slot).remove(slot);
        for (Consumer<PeerSlot> listener : evictionListeners) {
            listener.accept(slot);
        }
    }

    private Object keyOf(PeerSlot slot) {
        return key(slot.peer().address(), slot.peer().identity());
    }

    private RecencyList listOf(PeerSlot slot) {
        return slot.isProven() ? proven : strangers;
    }

    /** The time of what was done last here. */
    public long latestNanos() {
        return latestNanos;
    }

    /** How many peers are known. */
    public int size() {
        return slots.size();
    }
}
