package dev.pipit.coap.reliability;

import org.jspecify.annotations.Nullable;

/**
 * Confirmable requests that wait for their response, in the order of their coming, which is the order in which their
 * piggyback windows end (RFC 7252 §5.2.2). All windows are equally long, so a chain does for a queue.
 */
final class PiggybackWindows {
    private final long windowNanos;
    private @Nullable UdpRequest first;
    private @Nullable UdpRequest last;

    PiggybackWindows(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    void open(UdpRequest request, long nowNanos) {
        request.windowEndNanos = nowNanos + windowNanos;
        if (last == null) {
            first = request;
        } else {
            last.next = request;
        }
        last = request;
    }

    /** Takes out a request whose window has ended without an answer; null where there is none. */
    @Nullable
    UdpRequest poll(long nowNanos) {
        UdpRequest head = skipAnswered();
        if (head == null || head.windowEndNanos > nowNanos) {
            return null;
        }
        drop(head);
        return head;
    }

    long nextDeadline() {
        UdpRequest head = skipAnswered();
        return head == null ? Long.MAX_VALUE : head.windowEndNanos;
    }

    private @Nullable UdpRequest skipAnswered() {
        while (first != null && !first.isOpen()) {
            drop(first);
        }
        return first;
    }

    private void drop(UdpRequest head) {
        first = head.next;
        head.next = null;
        if (first == null) {
            last = null;
        }
    }
}
