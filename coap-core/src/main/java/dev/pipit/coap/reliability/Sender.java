package dev.pipit.coap.reliability;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.timer.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages of our own to one peer: gives them message IDs, keeps what is outstanding, and holds back what
 * NSTART, PROBING_RATE or the lack of a free message ID does not let go yet (RFC 7252 §4.4, §4.7).
 */
final class Sender extends Deadline {
    private final Outgoing outgoing;
    private final PeerSlot peer;
    private final MessageIds messageIds;
    private final TransmissionMap outstanding = new TransmissionMap();
    private final ArrayDeque<Transmission> waiting = new ArrayDeque<>(4);

    private int interactions;

    // What was sent non-confirmably since the peer was last heard of.
    private int silentSends;
    private long silentBytes;
    private long silentSince;

    Sender(Outgoing outgoing, PeerSlot peer, int firstMessageId) {
        this.outgoing = outgoing;
        this.peer = peer;
        this.messageIds = new MessageIds(firstMessageId);
    }

    Outgoing outgoing() {
        return outgoing;
    }

    PeerSlot peer() {
        return peer;
    }

    /** Starts a transmission now, or when its turn comes. */
    void submit(Transmission transmission, long nowNanos) {
        // NSTART and PROBING_RATE hold requests back; a response does not wait behind them.
        if ((waiting.isEmpty() || !transmission.isInteraction()) && mayStart(transmission, nowNanos)) {
            start(transmission, nowNanos);
            return;
        }
        if (waiting.size() >= outgoing.config().maxQueuedPerPeer()) {
            transmission.fail(
                    new QueueFullException(waiting.size() + " messages wait for " + peer.peer() + " already (NSTART is "
                            + outgoing.config().transmission().nstart() + ")"),
                    nowNanos);
            return;
        }
        waiting.add(transmission);
        scheduleNextAttempt(nowNanos);
    }

    /** Something came from the peer: it is there, and non-confirmable requests may flow. */
    void handleSignOfLife(long nowNanos) {
        if (silentSends > 0) {
            silentSends = 0;
            silentBytes = 0;
            startWaiting(nowNanos);
        }
    }

    @Nullable
    Transmission find(int messageId) {
        return outstanding.get(messageId);
    }

    /** A transmission is over, one way or the other. */
    void release(Transmission transmission, long nowNanos) {
        outstanding.remove(transmission);
        if (transmission.isInteraction()) {
            interactions--;
            startWaiting(nowNanos);
        }
    }

    /** A transmission is over before it began. */
    void withdraw(Transmission transmission, long nowNanos) {
        if (waiting.remove(transmission)) {
            startWaiting(nowNanos);
        }
    }

    private void startWaiting(long nowNanos) {
        while (!waiting.isEmpty()) {
            if (!mayStart(waiting.peek(), nowNanos)) {
                scheduleNextAttempt(nowNanos);
                return;
            }
            // Out of the queue first: a NON response is over once it is sent, and that brings us here again.
            start(waiting.poll(), nowNanos);
        }
        outgoing.deadlines().cancel(this);
    }

    private boolean mayStart(Transmission transmission, long nowNanos) {
        // RFC 7252 §4.7: clients "MUST strictly limit the number of simultaneous outstanding interactions that they
        // maintain to a given server to NSTART"
        if (transmission.isInteraction() && (interactions >= nstart() || nowNanos < quietUntil(transmission))) {
            return false;
        }
        return nowNanos >= messageIds.freeAt(exchangeLifetimeNanos());
    }

    private void start(Transmission transmission, long nowNanos) {
        boolean request = transmission.isInteraction();
        if (request) {
            interactions++;
        }
        if (request && !transmission.isConfirmable()) {
            silentSince = silentSends++ == 0 ? nowNanos : silentSince;
            silentBytes += transmission.length();
        }
        transmission.start(takeMessageId(nowNanos), nowNanos);
    }

    /** A transmission has its message ID and is about to be sent. */
    void track(Transmission transmission) {
        // A NON request is kept as well, for the Reset that it may get (RFC 7252 §4.3).
        if (transmission.isConfirmable() || transmission.isInteraction()) {
            outstanding.put(transmission);
        }
    }

    /** A message ID for a message of our own, or {@link MessageIds#NONE} where all have been used lately. */
    int takeMessageId(long nowNanos) {
        return messageIds.next(nowNanos, exchangeLifetimeNanos());
    }

    private long exchangeLifetimeNanos() {
        return outgoing.config().transmission().exchangeLifetimeNanos();
    }

    private int nstart() {
        return outgoing.config().transmission().nstart();
    }

    private long quietUntil(Transmission transmission) {
        // RFC 7252 §4.7: "an endpoint does not exceed an average data rate of PROBING_RATE in sending to another
        // endpoint that does not respond"; as many as NSTART go at once, then the average counts.
        if (transmission.isConfirmable() || silentSends < nstart()) {
            return Long.MIN_VALUE;
        }
        return silentSince
                + silentBytes
                        * 1_000_000_000L
                        / outgoing.config().transmission().probingRate();
    }

    private void scheduleNextAttempt(long nowNanos) {
        Transmission next = waiting.peek();
        if (next == null) {
            return;
        }
        long at = Math.max(
                next.isInteraction() ? quietUntil(next) : Long.MIN_VALUE, messageIds.freeAt(exchangeLifetimeNanos()));
        if (at > nowNanos) {
            outgoing.deadlines().schedule(this, at);
        }
    }

    @Override
    protected void expire(long nowNanos) {
        startWaiting(nowNanos);
    }

    /** Ends with a failure all that is here now; what its listeners send upon that is new. */
    void failAll(Function<Transmission, CoapException> reason, long nowNanos) {
        List<Transmission> all = new ArrayList<>(waiting);
        all.addAll(outstanding.all());
        waiting.clear();
        for (Transmission each : all) {
            each.fail(reason.apply(each), nowNanos);
        }
    }
}
