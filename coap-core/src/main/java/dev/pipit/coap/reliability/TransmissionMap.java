package dev.pipit.coap.reliability;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transmissions of one peer by message ID. Nearly always there is none or one, for which there is a place; several are
 * in a hash table with linear probing, without boxes.
 */
final class TransmissionMap {
    private static final int FIRST = 8;

    private @Nullable Transmission one;
    private @Nullable Transmission @Nullable [] table; // null while one place is enough
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Transmission get(int messageId) {
        @Nullable Transmission[] all = table;
        if (all == null) {
            return one != null && one.messageId() == messageId ? one : null;
        }
        for (int i = home(messageId, all); ; i = next(i, all)) {
            Transmission at = all[i];
            if (at == null || at.messageId() == messageId) {
                return at;
            }
        }
    }

    void put(Transmission transmission) {
        if (size == 0) {
            one = transmission;
        } else {
            insert(transmission, grown());
        }
        size++;
    }

    /** The table, with room for one more. */
    private @Nullable Transmission[] grown() {
        @Nullable Transmission[] before = table;
        if (before != null && size * 2 < before.length) {
            return before;
        }
        @Nullable Transmission[] after = new Transmission[before == null ? FIRST : before.length * 2];
        for (Transmission each : all()) {
            insert(each, after);
        }
        one = null;
        table = after;
        return after;
    }

    private static void insert(Transmission transmission, @Nullable Transmission[] all) {
        int i = home(transmission.messageId(), all);
        while (all[i] != null) {
            i = next(i, all);
        }
        all[i] = transmission;
    }

    void remove(Transmission transmission) {
        @Nullable Transmission[] all = table;
        if (all == null) {
            if (one == transmission) {
                one = null;
                size = 0;
            }
            return;
        }
        int i = home(transmission.messageId(), all);
        while (all[i] != transmission) {
            if (all[i] == null) {
                return;
            }
            i = next(i, all);
        }
        size--;
        if (size == 0) {
            table = null;
            return;
        }
        all[i] = null;
        // Whatever was pushed behind the gap moves up, so that a search never stops early.
        for (int j = next(i, all); ; j = next(j, all)) {
            Transmission moved = all[j];
            if (moved == null) {
                return;
            }
            all[j] = null;
            insert(moved, all);
        }
    }

    /** All of them, as they are now. */
    List<Transmission> all() {
        List<Transmission> list = new ArrayList<>(size);
        if (one != null) {
            list.add(one);
        }
        if (table != null) {
            for (Transmission each : table) {
                if (each != null) {
                    list.add(each);
                }
            }
        }
        return list;
    }

    private static int home(int messageId, @Nullable Transmission[] all) {
        return messageId & (all.length - 1);
    }

    private static int next(int index, @Nullable Transmission[] all) {
        return (index + 1) & (all.length - 1);
    }
}
