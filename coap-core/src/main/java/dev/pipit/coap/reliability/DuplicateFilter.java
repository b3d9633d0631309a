package dev.pipit.coap.reliability;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the CON and NON messages that came in, with the answers they got, for EXCHANGE_LIFETIME or NON_LIFETIME
 * (RFC 7252 §4.5): a duplicate gets the same answer and is not processed again.
 *
 * <p>Shape: one ring of entries in the order of their coming, in parallel arrays, and a hash table from (peer, message
 * ID) to the place in the ring; the entries of one peer are linked. An entry costs {@value #ENTRY_BYTES} bytes and its
 * answer. Bounded in bytes: beyond a sixteenth of the whole a peer loses its own oldest entry, beyond the whole the
 * oldest of all goes.
 */
final class DuplicateFilter {
    /** No entry. */
    static final int NONE = -1;

    /** Stands for "no answer": a duplicate is ignored. */
    static final Object SILENCE = new byte[0];

    /** What an entry costs without its answer: 26 bytes in arrays that are half to wholly full. */
    static final int ENTRY_BYTES = 40;

    private static final int MIN_CAPACITY = 256;
    private static final int TICK_SHIFT = 20; // about a millisecond

    private final long maxBytes;
    private final Counters counters;

    private @Nullable PeerTraffic[] owners = new PeerTraffic[MIN_CAPACITY];
    private char[] messageIds = new char[MIN_CAPACITY];
    private int[] expiryTicks = new int[MIN_CAPACITY];
    private @Nullable Object[] answers = new Object[MIN_CAPACITY];
    private int[] nextOfOwner = new int[MIN_CAPACITY];
    private int[] table = newTable(MIN_CAPACITY);
    private int head;
    private int length; // of the ring, entries removed in its middle included
    private int size;
    private long bytes;
    private long latestNanos;

    DuplicateFilter(long maxBytes, Counters counters) {
        this.maxBytes = maxBytes;
        this.counters = counters;
    }

    private static int[] newTable(int capacity) {
        int[] table = new int[capacity * 2];
        Arrays.fill(table, NONE);
        return table;
    }

    /** The entry of a message that came before, or {@link #NONE}. */
    int find(PeerTraffic owner, int messageId, long nowNanos) {
        int at = table[slotOf(owner, messageId)];
        return at != NONE && expiryTicks[at] - tick(nowNanos) > 0 ? at : NONE;
    }

    /** The answer in an entry: bytes to send again, {@link #SILENCE}, or the request that is still being answered. */
    Object answer(int entry) {
        Object answer = answers[entry];
        return answer == null ? SILENCE : answer;
    }

    /** Remembers a message that is not there yet. */
    void add(PeerTraffic owner, int messageId, Object answer, long nowNanos, long lifetimeNanos) {
        latestNanos = nowNanos;
        dropExpired(nowNanos, 2);
        int stale = table[slotOf(owner, messageId)];
        if (stale != NONE) {
            remove(stale);
        }
        if (length == messageIds.length) {
            resize(size >= messageIds.length / 2 ? messageIds.length * 2 : messageIds.length);
        }
        int at = (head + length++) & (messageIds.length - 1);
        owners[at] = owner;
        messageIds[at] = (char) messageId;
        expiryTicks[at] = tick(nowNanos + lifetimeNanos) + 1;
        answers[at] = answer;
        link(owner, at);
        size++;
        charge(owner, cost(answer));
    }

    /** Sets the answer of a message that is remembered; does nothing where it has been forgotten meanwhile. */
    void answer(PeerTraffic owner, int messageId, Object answer) {
        int at = table[slotOf(owner, messageId)];
        if (at != NONE) {
            int before = cost(answers[at]);
            answers[at] = answer;
            charge(owner, cost(answer) - before);
        }
    }

    private void charge(PeerTraffic owner, int cost) {
        owner.duplicateBytes += cost;
        bytes += cost;
        while (owner.duplicateBytes > maxBytes / 16 && owner.firstDuplicate != owner.lastDuplicate) {
            counters.count(Counter.DUPLICATES_FORGOTTEN);
            remove(owner.firstDuplicate);
        }
        while (bytes > maxBytes && size > 1) {
            skipRemoved();
            counters.count(Counter.DUPLICATES_FORGOTTEN);
            remove(head);
        }
    }

    private static int cost(@Nullable Object answer) {
        // A small array takes 16 bytes of header and is rounded up to 8; a request being answered costs about 64.
        return ENTRY_BYTES + (answer instanceof byte[] array ? (array.length == 0 ? 0 : (array.length + 23) & ~7) : 64);
    }

    /** Forgets all of a peer. */
    void removeAll(PeerTraffic owner) {
        while (owner.firstDuplicate != NONE) {
            remove(owner.firstDuplicate);
        }
    }

    /** Forgets what is too old. */
    void handleTimeout(long nowNanos) {
        latestNanos = nowNanos;
        dropExpired(nowNanos, Integer.MAX_VALUE);
        int capacity = messageIds.length;
        while (size < capacity / 8 && capacity > MIN_CAPACITY) {
            capacity /= 2;
        }
        if (capacity < messageIds.length) {
            resize(capacity);
        }
    }

    /** When {@link #handleTimeout} is worth a call: some seconds after the oldest entry's time. */
    long nextDeadline() {
        if (size == 0) {
            return Long.MAX_VALUE;
        }
        skipRemoved();
        // Ticks wrap around after 24 days, so they are only good for differences.
        int ticksLeft = expiryTicks[head] - tick(latestNanos);
        return latestNanos + ((long) ticksLeft << TICK_SHIFT) + 5_000_000_000L;
    }

    private void dropExpired(long nowNanos, int most) {
        for (int i = 0; i < most && size > 0; i++) {
            skipRemoved();
            if (expiryTicks[head] - tick(nowNanos) > 0) {
                return;
            }
            remove(head);
        }
    }

    private void skipRemoved() {
        while (length > 0 && owners[head] == null) {
            head = (head + 1) & (messageIds.length - 1);
            length--;
        }
    }

    private void remove(int at) {
        PeerTraffic owner = owners[at];
        if (owner == null) {
            return;
        }
        unlink(owner, at);
        removeFromTable(slotOf(owner, messageIds[at]));
        int cost = cost(answers[at]);
        owner.duplicateBytes -= cost;
        bytes -= cost;
        owners[at] = null;
        answers[at] = null;
        size--;
    }

    private void unlink(PeerTraffic owner, int at) {
        int previous = NONE;
        for (int i = owner.firstDuplicate; i != at; i = nextOfOwner[i]) {
            previous = i;
        }
        int next = nextOfOwner[at];
        if (previous == NONE) {
            owner.firstDuplicate = next;
        } else {
            nextOfOwner[previous] = next;
        }
        if (owner.lastDuplicate == at) {
            owner.lastDuplicate = previous;
        }
    }

    private void removeFromTable(int gap) {
        table[gap] = NONE;
        int mask = table.length - 1;
        for (int i = (gap + 1) & mask; table[i] != NONE; i = (i + 1) & mask) {
            int moved = table[i];
            table[i] = NONE;
            table[slotOf(owners[moved], messageIds[moved])] = moved;
        }
    }

    private int slotOf(@Nullable PeerTraffic owner, int messageId) {
        int mask = table.length - 1;
        int hash = ((owner == null ? 0 : owner.number) * 0x9e3779b9 + messageId) * 0x85ebca6b;
        int i = (hash ^ hash >>> 15) & mask;
        while (table[i] != NONE && (owners[table[i]] != owner || messageIds[table[i]] != messageId)) {
            i = (i + 1) & mask;
        }
        return i;
    }

    private void resize(int capacity) {
        @Nullable PeerTraffic[] oldOwners = owners;
        char[] oldMessageIds = messageIds;
        int[] oldExpiryTicks = expiryTicks;
        @Nullable Object[] oldAnswers = answers;
        int mask = oldMessageIds.length - 1;
        owners = new PeerTraffic[capacity];
        messageIds = new char[capacity];
        expiryTicks = new int[capacity];
        answers = new Object[capacity];
        nextOfOwner = new int[capacity];
        table = newTable(capacity);
        int kept = 0;
        for (int i = 0; i < length; i++) {
            PeerTraffic owner = oldOwners[(head + i) & mask];
            if (owner != null) {
                owner.firstDuplicate = NONE;
                owner.lastDuplicate = NONE;
            }
        }
        for (int i = 0; i < length; i++) {
            int from = (head + i) & mask;
            PeerTraffic owner = oldOwners[from];
            if (owner != null) {
                owners[kept] = owner;
                messageIds[kept] = oldMessageIds[from];
                expiryTicks[kept] = oldExpiryTicks[from];
                answers[kept] = oldAnswers[from];
                link(owner, kept++);
            }
        }
        head = 0;
        length = kept;
    }

    private void link(PeerTraffic owner, int at) {
        nextOfOwner[at] = NONE;
        if (owner.lastDuplicate == NONE) {
            owner.firstDuplicate = at;
        } else {
            nextOfOwner[owner.lastDuplicate] = at;
        }
        owner.lastDuplicate = at;
        table[slotOf(owner, messageIds[at])] = at;
    }

    private static int tick(long nanos) {
        return (int) (nanos >>> TICK_SHIFT);
    }

    /** How many messages fit in without growing. */
    int capacity() {
        return messageIds.length;
    }

    /** How many messages are remembered. */
    int size() {
        return size;
    }

    /** Bytes that they are charged with. */
    long bytes() {
        return bytes;
    }
}
