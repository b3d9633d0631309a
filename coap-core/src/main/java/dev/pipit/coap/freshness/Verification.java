package dev.pipit.coap.freshness;

import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.timer.Deadline;
import java.util.ArrayList;
import java.util.List;

/**
 * How one peer's address is being verified by a ping, and what waits for that. Hangs on the peer's slot.
 *
 * <pre>
 * IDLE     a response, or a notification → pinged, it waits                                       → PINGED
 * PINGED   another one                   → waits as well
 *          time is up                    → responses go cut                                       → RESTING
 * RESTING  a response                    → goes cut
 *          a notification                → waits for the next ping
 *          time is up                    → with notifications: pinged                             → PINGED
 *                                          else, or after the fourth: notifications fail          → IDLE
 * any      the peer is verified          → all go
 *          the peer is forgotten         → all end
 * </pre>
 *
 * <p>Each rest is twice as long as the one before: a peer that does not answer pings costs its responses a wait rarely.
 */
final class Verification extends Deadline {
    static final PeerSlot.Key<Verification> KEY = PeerSlot.Key.of(PeerSlot.Key.VERIFICATION);
    private static final long FIRST_REST_NANOS = 5_000_000_000L;
    private static final long LAST_REST_FOR_NOTIFICATIONS_NANOS = 8 * FIRST_REST_NANOS;
    private static final long LONGEST_REST_NANOS = 64 * FIRST_REST_NANOS;

    private final FreshnessServer server;
    private final PeerSlot peer;
    private List<LimitedRequest> responses = new ArrayList<>(1);
    private List<HeldNotification> notifications = new ArrayList<>(0);
    private boolean pinged;
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
        if (!pinged && nowNanos < restedAtNanos || !server.charge(request.bytes())) {
            return false;
        }
        responses.add(request);
        request.holdAcknowledgement();
        begin(nowNanos);
        return true;
    }

    /** Pings the peer, where that has not been done of late. */
    void begin(long nowNanos) {
        if (!pinged && nowNanos >= restedAtNanos) {
            ping(nowNanos);
        }
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
        if (!pinged) {
            server.deadlines().schedule(this, restedAtNanos);
        }
    }

    private void ping(long nowNanos) {
        pinged = true;
        server.deadlines()
                .schedule(this, nowNanos + server.config().pingTimeout().toNanos());
        server.probe(peer, nowNanos);
    }

    @Override
    protected void expire(long nowNanos) {
        if (!pinged) {
            ping(nowNanos);
            return;
        }
        pinged = false;
        long rest = restNanos;
        restedAtNanos = nowNanos + rest;
        restNanos = Math.min(rest * 2, LONGEST_REST_NANOS);
        takeResponses().forEach(response -> server.cut(response, nowNanos));
        if (rest >= LAST_REST_FOR_NOTIFICATIONS_NANOS) {
            takeNotifications().forEach(notification -> notification.fail(nowNanos));
        } else if (!notifications.isEmpty()) {
            server.deadlines().schedule(this, restedAtNanos);
        }
    }

    /** The peer is verified. */
    void end(long nowNanos) {
        detach();
        takeResponses().forEach(response -> response.respondWhole(nowNanos));
        takeNotifications().forEach(notification -> notification.send(nowNanos));
    }

    /** The peer is forgotten. */
    static void drop(PeerSlot forgotten) {
        Verification verification = forgotten.get(KEY);
        if (verification != null) {
            long now = verification.restedAtNanos;
            verification.detach();
            verification.takeResponses().forEach(response -> response.drop(now));
            // Whoever sent these hears of the peer's end himself.
            verification.takeNotifications();
        }
    }

    private void detach() {
        server.deadlines().cancel(this);
        peer.set(KEY, null);
    }

    private List<LimitedRequest> takeResponses() {
        List<LimitedRequest> taken = responses;
        responses = new ArrayList<>(0);
        taken.forEach(each -> server.release(each.bytes()));
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
