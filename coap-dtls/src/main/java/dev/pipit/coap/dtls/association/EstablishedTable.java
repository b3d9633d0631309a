package dev.pipit.coap.dtls.association;

import dev.pipit.coap.peer.PeerIdentity;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The established associations, by identity and by address, and in the order in which their last records came. Where two
 * send from one address, as two devices behind one NAT may in the course of time, it is the first one's, and the other is
 * found by its connection ID. Bounded: where the table is full, the one silent longest goes for a newcomer, but only if it
 * has been silent for long enough.
 */
final class EstablishedTable {
    private final int limit;
    private final long staleNanos;
    private final Map<PeerIdentity, Association> byIdentity = new HashMap<>();
    private final Map<InetSocketAddress, Association> byAddress = new HashMap<>();
    private @Nullable Association oldest;
    private @Nullable Association newest;

    EstablishedTable(int limit, long staleNanos) {
        this.limit = limit;
        this.staleNanos = staleNanos;
    }

    @Nullable
    Association find(InetSocketAddress address) {
        return byAddress.get(address);
    }

    @Nullable
    Association find(PeerIdentity identity) {
        return byIdentity.get(identity);
    }

    boolean contains(Association association) {
        return byIdentity.get(association.identity()) == association;
    }

    /** Whether there is room for another one at an address, maybe in another's place. */
    boolean hasRoomFor(InetSocketAddress address, long nowNanos) {
        return !isFull() || byAddress.containsKey(address) || isStale(nowNanos);
    }

    boolean isFull() {
        return byIdentity.size() >= limit;
    }

    /** Whether the one silent longest may go for another. */
    boolean isStale(long nowNanos) {
        return oldest != null && nowNanos - oldest.sinceNanos >= staleNanos;
    }

    /** Adds one that is established; the address is its own from now on. */
    void add(Association association) {
        byIdentity.put(association.identity(), association);
        byAddress.put(association.address(), association);
        append(association);
    }

    void remove(Association association) {
        if (byIdentity.remove(association.identity(), association)) {
            byAddress.remove(association.address(), association);
            unlink(association);
        }
    }

    /** One sends from another address now. */
    void move(Association association, InetSocketAddress address) {
        byAddress.remove(association.address(), association);
        association.moveTo(address);
        byAddress.putIfAbsent(address, association);
    }

    /** A record came that was authentic. */
    void touch(Association association, long nowNanos) {
        association.sinceNanos = nowNanos;
        if (association != newest) {
            unlink(association);
            append(association);
        }
    }

    /** The one silent longest. */
    @Nullable
    Association oldest() {
        return oldest;
    }

    List<Association> all() {
        return List.copyOf(byIdentity.values());
    }

    int size() {
        return byIdentity.size();
    }

    private void append(Association association) {
        association.older = newest;
        association.newer = null;
        if (newest == null) {
            oldest = association;
        } else {
            newest.newer = association;
        }
        newest = association;
    }

    private void unlink(Association association) {
        if (association.older == null) {
            oldest = association.newer;
        } else {
            association.older.newer = association.newer;
        }
        if (association.newer == null) {
            newest = association.older;
        } else {
            association.newer.older = association.older;
        }
        association.older = null;
        association.newer = null;
    }
}
