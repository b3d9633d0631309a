package dev.pipit.coap.reliability;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the CON and NON messages that came in, with the answers they got, for EXCHANGE_LIFETIME or NON_LIFETIME
 * (RFC 7252 §4.5): a duplicate gets the same answer and is not processed again.
 *
 * <p>Shape: pages of entries in the order of their coming, and for each peer a table from message ID to entry. Nothing is
 * ever moved as a whole, so that no message waits for it. Bounded in bytes: beyond a sixteenth of the whole a peer loses
 * the oldest of its own entries, beyond the whole the oldest of all goes.
 */
final class DuplicateFilter {
    /** No entry. */
    static final int NONE = -1;

    /** Stands for "no answer": a duplicate is ignored. */
    static final byte[] SILENCE = new byte[0];

    /** What an entry costs without its answer: 12 bytes in its page, 12 to 24 in the peer's table. */
    static final int ENTRY_BYTES = 36;

    private static final int FIRST_ANSWER_BYTES = 1024;
    private static final int TICK_SHIFT = 20; // about a millisecond

    private final long maxBytes;
    private final Counters counters;

    private @Nullable DuplicatePage[] pages = {new DuplicatePage(FIRST_ANSWER_BYTES)}; // a ring
    private int firstPage; // its number; numbers count up, and the ring has the place of each
    private int pageCount = 1;
    private int firstEntry; // in the first page; all before it are forgotten
    private int size;
    private long bytes;
    private long latestNanos;

    DuplicateFilter(long maxBytes, Counters counters) {
        this.maxBytes = maxBytes;
        this.counters = counters;
    }

    private DuplicatePage page(int entry) {
        return Objects.requireNonNull(pages[(entry >>> DuplicatePage.SHIFT) & (pages.length - 1)]);
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
        int number = firstPage + pageCount - 1;
        if (page(number << DuplicatePage.SHIFT).isFull()) {
            number++;
            addPage(number);
        }
        DuplicatePage page = page(number << DuplicatePage.SHIFT);
        int place = page.add(owner, messageId, tick(nowNanos + lifetimeNanos) + 1);
        // The sign bit is left out, so that no entry is NONE.
        link(owner, messageId, (number << DuplicatePage.SHIFT | place) & Integer.MAX_VALUE);
        size++;
        charge(owner, ENTRY_BYTES);
    }

    private void addPage(int number) {
        if (pageCount == pages.length) {
            @Nullable DuplicatePage[] more = new DuplicatePage[pages.length * 2];
            for (int i = firstPage; i != number; i++) {
                more[i & (more.length - 1)] = pages[i & (pages.length - 1)];
            }
            pages = more;
        }
        // As large as the last one has become, so that most answers are never copied.
        int answerBytes = page((number - 1) << DuplicatePage.SHIFT).answersEnd();
        pages[number & (pages.length - 1)] = new DuplicatePage(Math.max(answerBytes, FIRST_ANSWER_BYTES));
        pageCount++;
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
        int oldest = Integer.MAX_VALUE;
        int newest = 0;
        for (int entry : entries) {
            oldest = Math.min(oldest, since(firstPage, entry));
            newest = Math.max(newest, since(firstPage, entry));
        }
        int until = oldest + Math.min((newest - oldest) / 8, newest - oldest - 1);
        int base = firstPage; // what is removed may take pages along
        for (int entry : entries) {
            if (since(base, entry) <= until) {
                counters.count(Counter.DUPLICATES_FORGOTTEN);
                remove(entry);
            }
        }
    }

    /** How far an entry is behind the beginning of a page. */
    private static int since(int page, int entry) {
        return (entry - (page << DuplicatePage.SHIFT)) & Integer.MAX_VALUE;
    }

    /** Forgets all of a peer. */
    void removeAll(PeerTraffic owner) {
        if (owner.duplicates != null) {
            for (int entry : owner.duplicates.entries()) {
                remove(entry);
            }
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
        DuplicatePage page = page(firstPage << DuplicatePage.SHIFT);
        while (page.owners[firstEntry] == null) {
            firstEntry++;
        }
        return (firstPage << DuplicatePage.SHIFT | firstEntry) & Integer.MAX_VALUE;
    }

    private void remove(int entry) {
        DuplicatePage page = page(entry);
        int place = place(entry);
        PeerTraffic owner = Objects.requireNonNull(page.owners[place]);
        unlink(owner, page.messageIds[place]);
        int cost = ENTRY_BYTES + page.answerBytes(place);
        owner.duplicateBytes -= cost;
        bytes -= cost;
        page.remove(place);
        size--;
        dropDeadPages();
    }

    private void dropDeadPages() {
        DuplicatePage first = page(firstPage << DuplicatePage.SHIFT);
        while (first.isDead() && pageCount > 1) {
            pages[firstPage & (pages.length - 1)] = null;
            firstPage++;
            pageCount--;
            firstEntry = 0;
            first = page(firstPage << DuplicatePage.SHIFT);
        }
        if (size == 0) {
            pages = new DuplicatePage[] {new DuplicatePage(FIRST_ANSWER_BYTES)};
            firstPage = 0;
            firstEntry = 0;
        }
    }

    private void link(PeerTraffic owner, int messageId, int entry) {
        int only = owner.onlyDuplicate;
        if (owner.duplicates != null) {
            owner.duplicates.add(messageId, entry);
        } else if (only == NONE) {
            owner.onlyDuplicate = entry;
        } else {
            owner.duplicates = new MessageIdTable();
            owner.duplicates.add(page(only).messageIds[place(only)], only);
            owner.duplicates.add(messageId, entry);
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
        return pageCount;
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
