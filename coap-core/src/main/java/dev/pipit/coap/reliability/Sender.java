package dev.pipit.coap.reliability;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.MessagePort;
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
    private @Nullable ArrayDeque<Transmission> waiting; // null while nothing has to

    private @Nullable RecentResponses recent;
    private boolean starting;
    private int confirmableInteractions;
    private int otherInteractions;
    private long answerExpectedUntil = Long.MIN_VALUE; // to NON requests

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
        if ((firstWaiting() == null || !transmission.isInteraction()) && mayStart(transmission, nowNanos)) {
            start(transmission, nowNanos);
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
        }
        if (waiting.size() >= outgoing.config().maxQueuedPerPeer()) {
            outgoing.wire().counters().count(Counter.QUEUE_FULL);
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

    /** How many messages of ours can be acknowledged or reset now. */
    int outstanding() {
        return outstanding.size();
    }

    @Nullable
    Transmission find(int messageId) {
        return outstanding.get(messageId);
    }

    /** A transmission is to go on under another message ID. */
    void untrack(Transmission transmission) {
        outstanding.remove(transmission);
    }

    /** A NON response was sent: a Reset may come for it (RFC 7641 §4.5). */
    void rememberNon(int messageId, MessagePort.DeliveryListener listener, long nowNanos) {
        if (recent == null) {
            recent = new RecentResponses();
        }
        recent.add(messageId, listener, nowNanos);
    }

    /** Who sent a NON response under a message ID, of late; null where nobody did. */
    MessagePort.@Nullable DeliveryListener takeNon(int messageId) {
        return recent == null ? null : recent.take(messageId);
    }

    /** A transmission is over, one way or the other. */
    void release(Transmission transmission, long nowNanos) {
        outstanding.remove(transmission);
        if (recent != null && recent.isOver(nowNanos)) {
            recent = null;
        }
        if (transmission.isInteraction()) {
            countInteraction(transmission, -1);
            startWaiting(nowNanos);
        }
    }

    /** A transmission is over before it began. */
    void withdraw(Transmission transmission, long nowNanos) {
        if (waiting != null && waiting.remove(transmission)) {
            startWaiting(nowNanos);
        }
    }

    private void startWaiting(long nowNanos) {
        if (starting) {
            return;
        }
        starting = true;
        Transmission next = firstWaiting();
        while (next != null && mayStart(next, nowNanos)) {
            removeFirstWaiting();
            // What is over once it is sent, as a NON response, would bring us here again, as deep as the queue is long.
            start(next, nowNanos);
            next = firstWaiting();
        }
        starting = false;
        if (next == null) {
            waiting = null;
            outgoing.deadlines().cancel(this);
        } else {
            scheduleNextAttempt(nowNanos);
        }
    }

    private @Nullable Transmission firstWaiting() {
        return waiting == null ? null : waiting.peek();
    }

    private void removeFirstWaiting() {
        if (waiting != null) {
            waiting.remove();
        }
    }

    private boolean mayStart(Transmission transmission, long nowNanos) {
        return nowNanos >= turnOf(transmission) && nowNanos >= messageIds.freeAt(exchangeLifetimeNanos());
    }

    /** When NSTART and PROBING_RATE let a message go; {@link Long#MAX_VALUE} for "when another one ends". */
    private long turnOf(Transmission transmission) {
        if (!transmission.isInteraction()) {
            return Long.MIN_VALUE;
        }
        // RFC 7252 §4.7: clients "MUST strictly limit the number of simultaneous outstanding interactions that they
        // maintain to a given server to NSTART"
        if (confirmableInteractions >= nstart()) {
            return Long.MAX_VALUE;
        }
        // RFC 7252 §4.7: when an answer to a NON request is no longer expected is up to the client, as long as it "does
        // not exceed an average data rate of PROBING_RATE in sending to another endpoint that does not respond". So it
        // is expected for as long as its bytes take at that rate; as many as NSTART go at once.
        boolean full = confirmableInteractions + otherInteractions >= nstart();
        boolean silent = !transmission.isConfirmable() && silentSends >= nstart();
        return full || silent ? answerExpectedUntil : Long.MIN_VALUE;
    }

    private void start(Transmission transmission, long nowNanos) {
        if (transmission.isInteraction()) {
            countInteraction(transmission, 1);
            if (!transmission.isConfirmable()) {
                countSilence(transmission.length(), nowNanos);
            }
        }
        transmission.start(takeMessageId(nowNanos), nowNanos);
    }

    private void countInteraction(Transmission transmission, int change) {
        if (transmission.isConfirmable()) {
            confirmableInteractions += change;
        } else {
            otherInteractions += change;
        }
    }

    private void countSilence(int bytes, long nowNanos) {
        silentSince = silentSends++ == 0 ? nowNanos : silentSince;
        silentBytes += bytes;
        int rate = outgoing.config().transmission().probingRate();
        answerExpectedUntil = silentSince + silentBytes * 1_000_000_000L / rate;
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

    private void scheduleNextAttempt(long nowNanos) {
        Transmission next = firstWaiting();
        if (next == null) {
            return;
        }
        long at = Math.max(turnOf(next), messageIds.freeAt(exchangeLifetimeNanos()));
        if (at > nowNanos && at != Long.MAX_VALUE) {
            outgoing.deadlines().schedule(this, at);
        }
    }

    @Override
    protected void expire(long nowNanos) {
        startWaiting(nowNanos);
    }

    /** Ends with a failure all that is here now; what its listeners send upon that is new. */
    void failAll(Function<Transmission, CoapException> reason, long nowNanos) {
        List<Transmission> all = new ArrayList<>();
        if (waiting != null) {
            all.addAll(waiting);
            waiting = null;
        }
        all.addAll(outstanding.all());
        for (Transmission each : all) {
            each.fail(reason.apply(each), nowNanos);
        }
    }
}
