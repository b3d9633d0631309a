package dev.pipit.coap.reliability;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transmissions of one peer by message ID: a hash table with linear probing, without boxes. */
final class TransmissionMap {
    private @Nullable Transmission[] table = new Transmission[8];
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Transmission get(int messageId) {
        for (int i = home(messageId); ; i = next(i)) {
            Transmission at = table[i];
            if (at == null || at.messageId() == messageId) {
                return at;
            }
        }
    }

    void put(Transmission transmission) {
        if (size * 2 >= table.length) {
            grow();
        }
        insert(transmission);
        size++;
    }

    private void insert(Transmission transmission) {
        int i = home(transmission.messageId());
        while (table[i] != null) {
            i = next(i);
        }
        table[i] = transmission;
    }

    private void grow() {
        @Nullable Transmission[] old = table;
        table = new Transmission[old.length * 2];
        for (Transmission transmission : old) {
            if (transmission != null) {
                insert(transmission);
            }
        }
    }

    void remove(Transmission transmission) {
        int i = home(transmission.messageId());
        while (table[i] != transmission) {
            if (table[i] == null) {
                return;
            }
            i = next(i);
        }
        size--;
        table[i] = null;
        // Whatever was pushed behind the gap moves up, so that a search never stops early.
        for (int j = next(i); ; j = next(j)) {
            Transmission moved = table[j];
            if (moved == null) {
                return;
            }
            table[j] = null;
            insert(moved);
        }
    }

    /** All of them, as they are now. */
    List<Transmission> all() {
        List<Transmission> all = new ArrayList<>(size);
        for (Transmission transmission : table) {
            if (transmission != null) {
                all.add(transmission);
            }
        }
        return all;
    }

    private int home(int messageId) {
        return messageId & (table.length - 1);
    }

    private int next(int index) {
        return (index + 1) & (table.length - 1);
    }
}
