package dev.pipit.coap.dtls.association;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The handshakes under way, by address, oldest first. Bounded in all and for each source; a new one takes the place of
 * the oldest. An honest handshake is through after a few round trips, so that the oldest are those of the peers that
 * hang or only pretend.
 */
final class PendingTable {
    private final int limit;
    private final int limitPerSource;
    private final Map<InetSocketAddress, Association> pending = new LinkedHashMap<>();
    private final Map<Source, ArrayDeque<Association>> bySource = new HashMap<>();

    PendingTable(int limit, int limitPerSource) {
        this.limit = limit;
        this.limitPerSource = limitPerSource;
    }

    @Nullable
    Association find(InetSocketAddress address) {
        return pending.get(address);
    }

    boolean contains(Association association) {
        return pending.get(association.address()) == association;
    }

    boolean isFull() {
        return pending.size() >= limit;
    }

    /** The one that has to go before another of this source can come; null where none has to. */
    @Nullable
    Association victimFor(InetSocketAddress address) {
        ArrayDeque<Association> neighbours = bySource.get(Source.of(address.getAddress()));
        if (neighbours != null && neighbours.size() >= limitPerSource) {
            return neighbours.peekFirst();
        }
        return isFull() ? pending.values().iterator().next() : null;
    }

    void add(Association association) {
        pending.put(association.address(), association);
        bySource.computeIfAbsent(Source.of(association.address().getAddress()), ignored -> new ArrayDeque<>(1))
                .add(association);
    }

    void remove(Association association) {
        if (!pending.remove(association.address(), association)) {
            return;
        }
        Source source = Source.of(association.address().getAddress());
        ArrayDeque<Association> neighbours = bySource.get(source);
        if (neighbours != null) {
            neighbours.remove(association);
            if (neighbours.isEmpty()) {
                bySource.remove(source);
            }
        }
    }

    List<Association> all() {
        return List.copyOf(pending.values());
    }

    int size() {
        return pending.size();
    }

    /** How many sources are counted for; 0 where no handshake is under way. */
    int sources() {
        return bySource.size();
    }
}
