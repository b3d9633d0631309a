package dev.pipit.coap.dtls.association;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The established associations, by address, and in the order in which their last records came. Bounded: where it is full,
 * the one silent longest goes for a newcomer, but only if it has been silent for long enough.
 */
final class EstablishedTable {
    private final int limit;
    private final long staleNanos;
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

    boolean contains(Association association) {
        return byAddress.get(association.address()) == association;
    }

    /** Whether there is room for another one at an address, maybe in another's place. */
    boolean hasRoomFor(InetSocketAddress address, long nowNanos) {
        return byAddress.size() < limit
                || byAddress.containsKey(address)
                || oldest != null && nowNanos - oldest.sinceNanos >= staleNanos;
    }

    /** The one whose place a newcomer at an address takes; null where it takes none's. */
    @Nullable
    Association predecessor(InetSocketAddress address) {
        Association same = byAddress.get(address);
        return same != null || byAddress.size() < limit ? same : oldest;
    }

    void add(Association association) {
        byAddress.put(association.address(), association);
        append(association);
    }

    void remove(Association association) {
        if (byAddress.remove(association.address(), association)) {
            unlink(association);
        }
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
        return List.copyOf(byAddress.values());
    }

    int size() {
        return byAddress.size();
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
