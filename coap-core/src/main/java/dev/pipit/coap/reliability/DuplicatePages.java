package dev.pipit.coap.reliability;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the duplicate filter, in the order of their coming, each in a slot by which its entries name it. Of two
 * neighbours, but for the last, more than three quarters of one page are in use: so memory follows what is remembered.
 */
final class DuplicatePages {
    private static final int MOST_TO_MERGE = DuplicatePage.SIZE * 3 / 4;
    private static final int FIRST_ANSWER_BYTES = 1024;

    private @Nullable DuplicatePage[] slots = new DuplicatePage[4];
    private int[] freeSlots = {3, 2, 1, 0};
    private int count;
    private long sequence;
    private DuplicatePage first;
    private DuplicatePage last;

    /** Hears where an entry is when its page has become one with another. */
    @FunctionalInterface
    interface Moved {
        void to(PeerTraffic owner, int messageId, int entry);
    }

    DuplicatePages() {
        first = create(FIRST_ANSWER_BYTES);
        last = first;
    }

    private DuplicatePage create(int answerBytes) {
        DuplicatePage page = new DuplicatePage(takeSlot(), ++sequence, answerBytes);
        slots[page.slot] = page;
        return page;
    }

    private int takeSlot() {
        if (count == slots.length) {
            int more = slots.length * 2;
            slots = Arrays.copyOf(slots, more);
            freeSlots = new int[more];
            for (int i = 0; i < more - count; i++) {
                freeSlots[i] = more - 1 - i;
            }
        }
        return freeSlots[slots.length - ++count];
    }

    private void free(DuplicatePage page) {
        slots[page.slot] = null;
        freeSlots[slots.length - count--] = page.slot;
    }

    DuplicatePage get(int slot) {
        return Objects.requireNonNull(slots[slot]);
    }

    DuplicatePage first() {
        return first;
    }

    int count() {
        return count;
    }

    /** The last page, which has room for another entry. */
    DuplicatePage toAddTo() {
        if (last.isFull()) {
            // As large as the last one has become, so that most answers are never copied.
            DuplicatePage added = create(Math.max(last.answersEnd(), FIRST_ANSWER_BYTES));
            last.next = added;
            added.previous = last;
            last = added;
        }
        return last;
    }

    /** Lets go of a page in which nothing is left. */
    void remove(DuplicatePage page) {
        if (page != last) {
            unlink(page);
        } else if (page == first) {
            free(page);
            first = create(FIRST_ANSWER_BYTES);
            last = first;
        }
    }

    private void unlink(DuplicatePage page) {
        DuplicatePage before = page.previous;
        DuplicatePage after = Objects.requireNonNull(page.next);
        after.previous = before;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        free(page);
    }

    /** Makes one page of this and a neighbour where little is left of both; gives that page, or null. */
    @Nullable
    DuplicatePage mergeAround(DuplicatePage page, Moved moved) {
        DuplicatePage after = page.next;
        DuplicatePage before = page.previous;
        if (after != null && after != last && page.live() + after.live() <= MOST_TO_MERGE) {
            return merge(page, after, moved);
        }
        return before != null && page != last && before.live() + page.live() <= MOST_TO_MERGE
                ? merge(before, page, moved)
                : null;
    }

    private DuplicatePage merge(DuplicatePage earlier, DuplicatePage later, Moved moved) {
        DuplicatePage merged =
                new DuplicatePage(earlier.slot, earlier.sequence, (earlier.answersEnd() + later.answersEnd()) / 2);
        merged.previous = earlier.previous;
        merged.next = later;
        later.previous = merged;
        if (merged.previous == null) {
            first = merged;
        } else {
            merged.previous.next = merged;
        }
        slots[merged.slot] = merged;
        unlink(later);
        copy(earlier, merged, moved);
        copy(later, merged, moved);
        return merged;
    }

    private static void copy(DuplicatePage from, DuplicatePage to, Moved moved) {
        for (int i = 0; i < from.used(); i++) {
            PeerTraffic owner = from.owners[i];
            if (owner != null) {
                int place = to.add(from, i, owner);
                moved.to(owner, from.messageIds[i], to.slot << DuplicatePage.SHIFT | place);
            }
        }
    }
}
