package dev.pipit.coap.reliability;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * From the message IDs of one peer to their entries in the duplicate filter: open addressing, at most half full. Peers
 * count their IDs up, and the golden ratio spreads numbers in a row evenly. A peer that has chosen its IDs so that they lie
 * together nevertheless gets a factor that it cannot know.
 */
final class MessageIdTable {
    private static final int SMALLEST = 4;
    private static final int GOLDEN_RATIO = 0x9e3779b1; // of 2^32
    private static final int LONG_WAY = 64; // hardly ever happens by chance, in a table that is half full

    private int factor = GOLDEN_RATIO;
    private int longWay = LONG_WAY;
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

    /**
     * Adds an ID that is not there.
     *
     * @param random for a peer whose IDs lie together; unguessable outside of tests
     */
    void add(int messageId, int entry, RandomGenerator random) {
        if (++size * 2 > entries.length) {
            resize(entries.length * 2);
        }
        put(messageId, entry);
        if (distance(homeOf(messageId), slotOf(messageId)) > longWay) {
            longWay *= 2;
            factor = random.nextInt() | 1;
            resize(entries.length);
        }
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
        for (int i = (gap + 1) & mask; entries[i] != DuplicateFilter.NONE; i = (i + 1) & mask) {
            // Whatever is looked for from before the gap must not lie behind it.
            if (distance(homeOf(ids[i]), i) >= distance(gap, i)) {
                entries[gap] = entries[i];
                ids[gap] = ids[i];
                gap = i;
            }
        }
        entries[gap] = DuplicateFilter.NONE;
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
        int i = homeOf(messageId);
        while (entries[i] != DuplicateFilter.NONE && ids[i] != messageId) {
            i = (i + 1) & mask;
        }
        return i;
    }

    /** Where the search for an ID begins. */
    private int homeOf(int messageId) {
        return messageId * factor >>> Integer.numberOfLeadingZeros(entries.length - 1);
    }

    private int distance(int from, int to) {
        return (to - from) & (entries.length - 1);
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
