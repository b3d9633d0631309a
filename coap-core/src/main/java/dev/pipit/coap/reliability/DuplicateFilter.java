package dev.pipit.coap.reliability;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the CON and NON messages that came in, with the answers they got, for EXCHANGE_LIFETIME or NON_LIFETIME
 * (RFC 7252 §4.5): a duplicate gets the same answer and is not processed again.
 *
 * <p>Shape: pages of entries in the order of their coming, and for each peer a table from message ID to entry. Neighbours
 * of which little is left become one page. Nothing is ever moved as a whole, so that no message waits for it. Bounded in
 * bytes: beyond a sixteenth of the whole a peer loses the oldest of its own entries, beyond the whole the oldest of all goes.
 */
final class DuplicateFilter {
    /** No entry. */
    static final int NONE = -1;

    /** Stands for "no answer": a duplicate is ignored. */
    static final byte[] SILENCE = new byte[0];

    /** What an entry costs without its answer: 12 bytes in its page, 12 to 24 in the peer's table. */
    static final int ENTRY_BYTES = 36;

    private static final int TICK_SHIFT = 20; // about a millisecond

    private final long maxBytes;
    private final Counters counters;
    private final RandomGenerator random;

    private final DuplicatePages pages = new DuplicatePages();
    private int firstEntry; // in the first page; all before it are forgotten
    private int size;
    private long bytes;
    private long latestNanos;

    DuplicateFilter(long maxBytes, Counters counters, RandomGenerator random) {
        this.maxBytes = maxBytes;
        this.counters = counters;
        this.random = random;
    }

    private DuplicatePage page(int entry) {
        return pages.get(entry >>> DuplicatePage.SHIFT);
    }

    private static int place(int entry) {
        return entry & (DuplicatePage.SIZE - 1);
    }

    /** The entry of a message that came before, or {@link #NONE}. */
    int find(PeerTraffic owner, int messageId, long nowNanos) {
        int entry = entryOf(owner, messageId);
        return entry != NONE && page(entry).expiryTicks[place(entry)] - tick(nowNanos) > 0 ? entry : NONE;
    }

    private int entryOf(PeerTraffic owner, int messageId) {
        MessageIdTable table = owner.duplicates;
        if (table != null) {
            return table.find(messageId);
        }
        // Most peers have one entry, if any, and need no table for it.
        int only = owner.onlyDuplicate;
        return only != NONE && page(only).messageIds[place(only)] == messageId ? only : NONE;
    }

    /** The bytes to send again, or {@link #SILENCE}. */
    byte[] answer(int entry) {
        return page(entry).answer(place(entry));
    }

    /** The request that is still being answered; null where it is not. */
    @Nullable
    UdpRequest waiting(int entry) {
        return page(entry).waiting(place(entry));
    }

    /** Remembers a message that is not there yet; duplicates are ignored until it has an answer. */
    void add(PeerTraffic owner, int messageId, long nowNanos, long lifetimeNanos) {
        latestNanos = nowNanos;
        dropExpired(nowNanos, 2);
        int stale = entryOf(owner, messageId);
        if (stale != NONE) {
            remove(stale);
        }
        DuplicatePage page = pages.toAddTo();
        int place = page.add(owner, messageId, tick(nowNanos + lifetimeNanos) + 1);
        link(owner, messageId, page.slot << DuplicatePage.SHIFT | place);
        size++;
        charge(owner, ENTRY_BYTES);
    }

    /** Sets the answer of a message that is remembered; does nothing where it has been forgotten meanwhile. */
    void answer(PeerTraffic owner, int messageId, byte[] datagram) {
        int entry = entryOf(owner, messageId);
        if (entry != NONE) {
            DuplicatePage page = page(entry);
            int before = page.answerBytes(place(entry));
            page.answer(place(entry), datagram);
            charge(owner, page.answerBytes(place(entry)) - before);
        }
    }

    /** Whether its answer is to be made again; see {@link #repeat}. */
    boolean isRepeatable(int entry) {
        return page(entry).isRepeatable(place(entry));
    }

    /** Notes that a duplicate of the message is to be handled as the message was, which costs no more than its ID. */
    void repeat(PeerTraffic owner, int messageId) {
        int entry = entryOf(owner, messageId);
        if (entry != NONE) {
            page(entry).repeat(place(entry));
        }
    }

    /** Sets the request that a message was, which has no answer yet. */
    void await(PeerTraffic owner, int messageId, UdpRequest request) {
        int entry = entryOf(owner, messageId);
        if (entry != NONE) {
            page(entry).await(place(entry), request);
        }
    }

    private void charge(PeerTraffic owner, int cost) {
        owner.duplicateBytes += cost;
        bytes += cost;
        MessageIdTable table = owner.duplicates;
        if (table != null && owner.duplicateBytes > maxBytes / 16) {
            forgetOldestOf(table);
        }
        while (bytes > maxBytes && size > 1) {
            counters.count(Counter.DUPLICATES_FORGOTTEN);
            remove(oldest());
        }
    }

    /** An eighth of a peer's entries or so at once, so that a look at all of them is not needed soon again. */
    private void forgetOldestOf(MessageIdTable table) {
        int[] entries = table.entries();
        if (entries.length < 2) {
            return;
        }
        long[] ages = new long[entries.length];
        for (int i = 0; i < entries.length; i++) {
            ages[i] = page(entries[i]).sequence << DuplicatePage.SHIFT | place(entries[i]);
        }
        Arrays.sort(ages);
        long until = ages[Math.min(ages.length / 8, ages.length - 2)];
        for (char messageId : table.ids()) {
            int entry = table.find(messageId); // which moves when others go
            if ((page(entry).sequence << DuplicatePage.SHIFT | place(entry)) <= until) {
                counters.count(Counter.DUPLICATES_FORGOTTEN);
                remove(entry);
            }
        }
    }

    /** Forgets all of a peer. */
    void removeAll(PeerTraffic owner) {
        MessageIdTable table = owner.duplicates;
        if (table != null) {
            // The table goes as a whole: its IDs, one by one and in its own order, would crowd in ever smaller ones.
            for (char messageId : table.ids()) {
                drop(table.find(messageId));
            }
            owner.duplicates = null;
        } else if (owner.onlyDuplicate != NONE) {
            remove(owner.onlyDuplicate);
        }
    }

    /** Forgets what is too old. */
    void handleTimeout(long nowNanos) {
        latestNanos = nowNanos;
        dropExpired(nowNanos, Integer.MAX_VALUE);
    }

    /** When {@link #handleTimeout} is worth a call: some seconds after the oldest entry's time. */
    long nextDeadline() {
        if (size == 0) {
            return Long.MAX_VALUE;
        }
        int oldest = oldest();
        // Ticks wrap around after 24 days, so they are only good for differences.
        int ticksLeft = page(oldest).expiryTicks[place(oldest)] - tick(latestNanos);
        return latestNanos + ((long) ticksLeft << TICK_SHIFT) + 5_000_000_000L;
    }

    private void dropExpired(long nowNanos, int most) {
        for (int i = 0; i < most && size > 0; i++) {
            int oldest = oldest();
            if (page(oldest).expiryTicks[place(oldest)] - tick(nowNanos) > 0) {
                return;
            }
            remove(oldest);
        }
    }

    /** The first entry that is not forgotten; there is one. */
    private int oldest() {
        DuplicatePage page = pages.first();
        while (page.owners[firstEntry] == null) {
            firstEntry++;
        }
        return page.slot << DuplicatePage.SHIFT | firstEntry;
    }

    private void remove(int entry) {
        DuplicatePage page = page(entry);
        int place = place(entry);
        unlink(Objects.requireNonNull(page.owners[place]), page.messageIds[place]);
        drop(entry);
    }

    /** Removes an entry that its owner is not to find any more. */
    private void drop(int entry) {
        DuplicatePage first = pages.first();
        DuplicatePage page = page(entry);
        int place = place(entry);
        PeerTraffic owner = Objects.requireNonNull(page.owners[place]);
        int cost = ENTRY_BYTES + page.answerBytes(place);
        owner.duplicateBytes -= cost;
        bytes -= cost;
        page.remove(place);
        size--;
        if (page.live() == 0) {
            pages.remove(page);
            firstEntry = page == first ? 0 : firstEntry;
        } else {
            DuplicatePage merged = pages.mergeAround(page, DuplicateFilter::moved);
            firstEntry = merged == pages.first() ? 0 : firstEntry;
        }
    }

    /** A peer's entry has another place. */
    private static void moved(PeerTraffic owner, int messageId, int entry) {
        if (owner.duplicates == null) {
            owner.onlyDuplicate = entry;
        } else {
            owner.duplicates.move(messageId, entry);
        }
    }

    private void link(PeerTraffic owner, int messageId, int entry) {
        int only = owner.onlyDuplicate;
        if (owner.duplicates != null) {
            owner.duplicates.add(messageId, entry, random);
        } else if (only == NONE) {
            owner.onlyDuplicate = entry;
        } else {
            owner.duplicates = new MessageIdTable();
            owner.duplicates.add(page(only).messageIds[place(only)], only, random);
            owner.duplicates.add(messageId, entry, random);
            owner.onlyDuplicate = NONE;
        }
    }

    private static void unlink(PeerTraffic owner, int messageId) {
        MessageIdTable table = owner.duplicates;
        if (table == null) {
            owner.onlyDuplicate = NONE;
            return;
        }
        table.remove(messageId);
        if (table.isEmpty()) {
            owner.duplicates = null;
        }
    }

    private static int tick(long nanos) {
        return (int) (nanos >>> TICK_SHIFT);
    }

    /** How many pages there are. */
    int pages() {
        return pages.count();
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
