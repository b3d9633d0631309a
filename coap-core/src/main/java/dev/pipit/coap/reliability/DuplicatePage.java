package dev.pipit.coap.reliability;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the duplicate filter: so many messages in the order of their coming, in parallel arrays, and the bytes of
 * their answers, one behind the other. What is remembered of a message is no object of its own, so that millions of them
 * are nothing to a garbage collector; but for long answers, which are not worth a copy.
 */
final class DuplicatePage {
    static final int SHIFT = 8;
    static final int SIZE = 1 << SHIFT;

    private static final int UNANSWERED = 0;
    private static final int FIRST_ANSWER = 1;
    private static final Object REPEATABLE = new Object();
    private static final int MOST_COPIED = 128;
    private static final int LAST_ANSWER = 0xffff; // where it may start

    final @Nullable PeerTraffic[] owners = new PeerTraffic[SIZE]; // null: forgotten
    final char[] messageIds = new char[SIZE];
    final int[] expiryTicks = new int[SIZE];

    // The pages in the order of their coming, kept by the filter.
    @Nullable
    DuplicatePage previous;

    @Nullable
    DuplicatePage next;

    final int slot;
    final long sequence;

    private final char[] answerAt = new char[SIZE]; // in the bytes of answers, which are preceded by their length
    private byte[] answers;
    private int answersEnd = FIRST_ANSWER;
    private @Nullable Object @Nullable [] objects; // requests that wait for their answer, and long answers
    private int used;
    private int live;

    /**
     * An empty page.
     *
     * @param slot where the filter has it
     * @param sequence larger than that of earlier pages
     * @param answerBytes room for so many bytes of answers, at first
     */
    DuplicatePage(int slot, long sequence, int answerBytes) {
        this.slot = slot;
        this.sequence = sequence;
        this.answers = new byte[answerBytes];
    }

    boolean isFull() {
        return used == SIZE;
    }

    /** How many messages of it are not forgotten. */
    int live() {
        return live;
    }

    /** How many came into it. */
    int used() {
        return used;
    }

    /** Bytes of answers that it holds. */
    int answersEnd() {
        return answersEnd;
    }

    /** Adds a message, without an answer; gives its place. */
    int add(PeerTraffic owner, int messageId, int expiryTick) {
        int at = used++;
        owners[at] = owner;
        messageIds[at] = (char) messageId;
        expiryTicks[at] = expiryTick;
        live++;
        return at;
    }

    /** Adds a message of another page, with its answer; gives its place. */
    int add(DuplicatePage from, int place, PeerTraffic owner) {
        int at = add(owner, from.messageIds[place], from.expiryTicks[place]);
        UdpRequest request = from.waiting(place);
        if (request != null) {
            await(at, request);
        } else if (from.isRepeatable(place)) {
            repeat(at);
        } else if (from.answerBytes(place) > 0) {
            answer(at, from.answer(place));
        }
        return at;
    }

    /** Forgets a message. */
    void remove(int at) {
        owners[at] = null;
        live--;
        if (objects != null) {
            objects[at] = null;
        }
    }

    /** Remembers the request that a message was, until it is answered. */
    void await(int at, UdpRequest request) {
        setObject(at, request);
    }

    private void setObject(int at, Object object) {
        if (objects == null) {
            objects = new Object[SIZE];
        }
        objects[at] = object;
    }

    /** The request that still waits for its answer. */
    @Nullable
    UdpRequest waiting(int at) {
        return objects != null && objects[at] instanceof UdpRequest request ? request : null;
    }

    void answer(int at, byte[] datagram) {
        if (datagram.length > MOST_COPIED || answersEnd > LAST_ANSWER) {
            setObject(at, datagram);
            return;
        }
        if (objects != null) {
            objects[at] = null;
        }
        int end = answersEnd + 1 + datagram.length;
        if (end > answers.length) {
            answers = Arrays.copyOf(answers, Math.max(end, answers.length + (answers.length >> 1)));
        }
        answerAt[at] = (char) answersEnd;
        answers[answersEnd] = (byte) datagram.length;
        System.arraycopy(datagram, 0, answers, answersEnd + 1, datagram.length);
        answersEnd = end;
    }

    /** The answer; empty where there was none. */
    byte[] answer(int at) {
        if (objects != null && objects[at] instanceof byte[] datagram) {
            return datagram;
        }
        int from = answerAt[at];
        return from == UNANSWERED
                ? DuplicateFilter.SILENCE
                : Arrays.copyOfRange(answers, from + 1, from + 1 + (answers[from] & 0xff));
    }

    /** Notes that the answer is to be made again, for a message without one. */
    void repeat(int at) {
        setObject(at, REPEATABLE);
    }

    /** Whether the answer is to be made again. */
    boolean isRepeatable(int at) {
        return objects != null && objects[at] == REPEATABLE;
    }

    /** Bytes of memory that the answer takes. */
    int answerBytes(int at) {
        if (objects != null && objects[at] instanceof byte[] datagram) {
            return 24 + datagram.length;
        }
        int from = answerAt[at];
        return from == UNANSWERED ? 0 : 1 + (answers[from] & 0xff);
    }
}
