package dev.pipit.coap.freshness;

import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.timer.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How one peer's address is being verified by a ping, and what waits for that. Hangs on the peer's slot.
 *
 * <pre>
 * IDLE     a response, or a notification → pinged, it waits                                       → PINGED
 * PINGED   another one                   → waits as well
 *          half of the time is up        → pinged again, where that leaves enough for a cut response
 *          time is up                    → responses to CON wait for their request to come again  → AWAITING
 *                                          once that has been: all go cut                         → RESTING
 * AWAITING a request comes once more     → pinged, with what it has paid for                      → PINGED
 *          time is up                    → responses go cut                                       → RESTING
 * RESTING  a response                    → goes cut
 *          a notification                → waits for the next ping
 *          time is up                    → with notifications: pinged                             → PINGED
 *                                          else, or after the fourth: notifications fail          → IDLE
 * any      the peer is verified          → all go
 *          the peer is forgotten         → all end
 * </pre>
 *
 * <p>So a ping that gets lost, or its answer, costs a client that is there some time, and not a transfer in small
 * blocks. Each rest is twice as long as the one before: a peer that does not answer pings costs its responses a wait rarely.
 */
final class Verification extends Deadline implements IncomingRequest.Repetitions {
    static final PeerSlot.Key<Verification> KEY = PeerSlot.Key.of(PeerSlot.Key.VERIFICATION);
    private static final long FIRST_REST_NANOS = 5_000_000_000L;
    private static final long LAST_REST_FOR_NOTIFICATIONS_NANOS = 8 * FIRST_REST_NANOS;
    private static final long LONGEST_REST_NANOS = 64 * FIRST_REST_NANOS;

    // RFC 7252 §4.2: a client asks again after 2 to 3 s, and once more 4 to 6 s later, where the first is lost
    private static final long AWAIT_NANOS = 9_000_000_000L;

    private static final int PING_BYTES = 4;

    /** What a second ping leaves for the response at least, in bytes. */
    private static final int CUT_BYTES = 60;

    private enum State {
        IDLE,
        PINGED,
        AWAITING,
        RESTING
    }

    private final FreshnessServer server;
    private final PeerSlot peer;
    private final List<LimitedRequest> responses = new ArrayList<>(1);
    private List<HeldNotification> notifications = new ArrayList<>(0);
    private State state = State.IDLE;
    private boolean halfOver; // of the time for the answer
    private boolean repeated; // what was asked, and pinged for once more
    private boolean repeatedEarly; // while the first answer could still come
    private long restedAtNanos = Long.MIN_VALUE;
    private long restNanos = FIRST_REST_NANOS;

    private Verification(FreshnessServer server, PeerSlot peer) {
        this.server = server;
        this.peer = peer;
    }

    /** The peer's, made where there is none. */
    static Verification of(PeerSlot peer, FreshnessServer server) {
        Verification verification = peer.get(KEY);
        if (verification == null) {
            verification = new Verification(server, peer);
            peer.set(KEY, verification);
        }
        return verification;
    }

    /** Takes a response that is to wait; false where it must not. */
    boolean hold(LimitedRequest request, long nowNanos) {
        if (isResting(nowNanos) || !server.charge(request.bytes())) {
            return false;
        }
        responses.add(request);
        request.holdAcknowledgement(this);
        begin(nowNanos);
        return true;
    }

    /** Pings the peer, where that has not been done of late. */
    void begin(long nowNanos) {
        if (state == State.AWAITING) {
            onRepetition(nowNanos);
        } else if (state != State.PINGED && !isResting(nowNanos)) {
            repeated = false;
            repeatedEarly = false;
            ping(nowNanos);
        }
    }

    private boolean isResting(long nowNanos) {
        return state == State.RESTING && nowNanos < restedAtNanos;
    }

    @Override
    public boolean onRepetition(long nowNanos) {
        if (state == State.AWAITING) {
            repeated = true;
            ping(nowNanos);
        } else {
            repeatedEarly = true;
        }
        return state == State.PINGED;
    }

    /** Takes a notification that is to wait; one for which there is no room fails. */
    void hold(HeldNotification notification, long nowNanos) {
        if (!server.charge(notification.bytes())) {
            // Not from within the call that gives it, which is not prepared for an end.
            server.deadlines().schedule(new Failure(notification), nowNanos);
            return;
        }
        notifications.add(notification);
        begin(nowNanos);
        if (state == State.RESTING) {
            server.deadlines().schedule(this, restedAtNanos);
        }
    }

    private void ping(long nowNanos) {
        state = State.PINGED;
        halfOver = false;
        server.deadlines().schedule(this, nowNanos + halfNanos());
        server.probe(peer, nowNanos);
    }

    private long halfNanos() {
        return server.config().pingTimeout().toNanos() / 2;
    }

    @Override
    protected void expire(long nowNanos) {
        switch (state) {
            case IDLE -> {}
            case PINGED -> handleSilence(nowNanos);
            case AWAITING -> rest(nowNanos);
            case RESTING -> begin(nowNanos);
        }
    }

    private void handleSilence(long nowNanos) {
        if (!halfOver) {
            halfOver = true;
            server.deadlines().schedule(this, nowNanos + halfNanos());
            if (peer.affordsBoth(PING_BYTES, CUT_BYTES)) {
                server.probe(peer, nowNanos);
            }
        } else if (!repeated && repeatedEarly) {
            repeated = true;
            ping(nowNanos);
        } else if (!repeated && responses.stream().anyMatch(LimitedRequest::isRepeatable)) {
            state = State.AWAITING;
            server.deadlines().schedule(this, nowNanos + AWAIT_NANOS);
            cut(takeResponses(response -> !response.isRepeatable()), nowNanos);
        } else {
            rest(nowNanos);
        }
    }

    private void rest(long nowNanos) {
        state = State.RESTING;
        long rest = restNanos;
        restedAtNanos = nowNanos + rest;
        restNanos = Math.min(rest * 2, LONGEST_REST_NANOS);
        cut(takeResponses(response -> true), nowNanos);
        if (rest >= LAST_REST_FOR_NOTIFICATIONS_NANOS) {
            takeNotifications().forEach(notification -> notification.fail(nowNanos));
        } else if (!notifications.isEmpty()) {
            server.deadlines().schedule(this, restedAtNanos);
        }
    }

    private void cut(List<LimitedRequest> all, long nowNanos) {
        all.forEach(response -> server.cut(response, nowNanos));
    }

    /** The peer is verified. */
    void end(long nowNanos) {
        detach();
        takeResponses(response -> true).forEach(response -> response.respondWhole(nowNanos));
        takeNotifications().forEach(notification -> notification.send(nowNanos));
    }

    /** The peer is forgotten. */
    static void drop(PeerSlot forgotten) {
        Verification verification = forgotten.get(KEY);
        if (verification != null) {
            long now = verification.restedAtNanos;
            verification.detach();
            verification.takeResponses(response -> true).forEach(response -> response.drop(now));
            // Whoever sent these hears of the peer's end himself.
            verification.takeNotifications();
        }
    }

    private void detach() {
        server.deadlines().cancel(this);
        peer.set(KEY, null);
    }

    private List<LimitedRequest> takeResponses(Predicate<LimitedRequest> which) {
        List<LimitedRequest> taken = new ArrayList<>(responses.size());
        for (LimitedRequest each : responses) {
            if (which.test(each)) {
                taken.add(each);
                server.release(each.bytes());
            }
        }
        responses.removeAll(taken);
        return taken;
    }

    private List<HeldNotification> takeNotifications() {
        List<HeldNotification> taken = notifications;
        notifications = new ArrayList<>(0);
        taken.forEach(each -> server.release(each.bytes()));
        return taken;
    }

    private static final class Failure extends Deadline {
        private final HeldNotification notification;

        Failure(HeldNotification notification) {
            this.notification = notification;
        }

        @Override
        protected void expire(long nowNanos) {
            notification.fail(nowNanos);
        }
    }
}
