package dev.pipit.coap.reliability;

import java.util.Arrays;

/**
 * From the message IDs of one peer to their entries in the duplicate filter: open addressing, at most half full. Peers
 * count their IDs up, and the golden ratio spreads numbers in a row evenly.
 */
final class MessageIdTable {
    private static final int SMALLEST = 4;
    private static final int GOLDEN_RATIO = 0x9e3779b1; // of 2^32

    private int[] entries = newTable(SMALLEST);
    private char[] ids = new char[SMALLEST];
    private int size;

    private static int[] newTable(int capacity) {
        int[] table = new int[capacity];
        Arrays.fill(table, DuplicateFilter.NONE);
        return table;
    }

    /** The entry of an ID, or {@link DuplicateFilter#NONE}. */
    int find(int messageId) {
        return entries[slotOf(messageId)];
    }

    /** Adds an ID that is not there. */
    void add(int messageId, int entry) {
        if (++size * 2 > entries.length) {
            resize(entries.length * 2);
        }
        put(messageId, entry);
    }

    private void put(int messageId, int entry) {
        int slot = slotOf(messageId);
        entries[slot] = entry;
        ids[slot] = (char) messageId;
    }

    /** Gives an ID that is there another entry. */
    void move(int messageId, int entry) {
        entries[slotOf(messageId)] = entry;
    }

    /** Removes an ID that is there. */
    void remove(int messageId) {
        int mask = entries.length - 1;
        int gap = slotOf(messageId);
        entries[gap] = DuplicateFilter.NONE;
        for (int i = (gap + 1) & mask; entries[i] != DuplicateFilter.NONE; i = (i + 1) & mask) {
            int moved = entries[i];
            entries[i] = DuplicateFilter.NONE;
            put(ids[i], moved);
        }
        if (--size * 8 < entries.length && entries.length > SMALLEST) {
            resize(entries.length / 2);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** All entries, in no order. */
    int[] entries() {
        return Arrays.stream(entries)
                .filter(entry -> entry != DuplicateFilter.NONE)
                .toArray();
    }

    /** All IDs, in no order. */
    char[] ids() {
        char[] all = new char[size];
        int count = 0;
        for (int i = 0; i < entries.length; i++) {
            if (entries[i] != DuplicateFilter.NONE) {
                all[count++] = ids[i];
            }
        }
        return all;
    }

    private int slotOf(int messageId) {
        int mask = entries.length - 1;
        int i = messageId * GOLDEN_RATIO >>> Integer.numberOfLeadingZeros(mask);
        while (entries[i] != DuplicateFilter.NONE && ids[i] != messageId) {
            i = (i + 1) & mask;
        }
        return i;
    }

    private void resize(int capacity) {
        int[] oldEntries = entries;
        char[] oldIds = ids;
        entries = newTable(capacity);
        ids = new char[capacity];
        for (int i = 0; i < oldEntries.length; i++) {
            if (oldEntries[i] != DuplicateFilter.NONE) {
                put(oldIds[i], oldEntries[i]);
            }
        }
    }
}
