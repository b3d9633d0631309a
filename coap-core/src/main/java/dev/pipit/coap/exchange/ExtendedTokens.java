package dev.pipit.coap.exchange;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.ResetException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests whose token has more than 8 bytes (RFC 8974) where the server takes them, and with a fresh short one
 * where it does not. That is found out by trial (§2.2.2), once for each peer, and believed for 1800 s.
 *
 * <pre>
 * what the trial leads to                 what is known of the peer
 * 4.00, 5.03                              no tokens as long as that
 * any other response                      tokens up to that length
 * Reset                                   none above 8 bytes
 * no answer                               nothing: what waits for it fails likewise
 * a Reset for a request sent later        none above 8 bytes; the request is sent again with a short token
 * </pre>
 */
public final class ExtendedTokens implements RequestPort {
    /** The longest token that every server takes (RFC 7252 §3). */
    public static final int BASE_LENGTH = 8;

    private static final PeerSlot.Key<Support> KEY = PeerSlot.Key.of(PeerSlot.Key.EXCHANGE);
    private static final int MAX_PENDING = 64;

    // RFC 8974 §2.2.2: "the client should assume that addresses (and therefore extended token lengths) are valid for a
    // minimum of 1800 s and a maximum of 86400 s"
    private static final long LIFETIME_NANOS = 1800_000_000_000L;

    // RFC 8974 §2.2.2: "An example of a suitable request is a GET request in a Confirmable message that includes only
    // an
    // If-None-Match option and a token of the greatest length that the client intends to use."
    private static final Request TRIAL = Request.builder(Code.GET).ifNoneMatch().build();

    private final RequestPort port;
    private final RandomGenerator random;

    /**
     * A layer over a request port.
     *
     * @param random for the tokens of trials
     */
    public ExtendedTokens(RequestPort port, RandomGenerator random) {
        this.port = port;
        this.random = random;
    }

    /** Hears what is known of a peer. */
    @FunctionalInterface
    public interface Discovery {
        /** Whether the peer takes tokens of the length asked for; false where it did not answer. */
        void onDiscovered(boolean supported, long nowNanos);
    }

    /** Finds out whether a peer takes tokens so long; the listener may hear of it before this returns. */
    public void discover(PeerSlot peer, int length, SendOptions options, Discovery listener, long nowNanos) {
        await(
                peer,
                length,
                options,
                new Pending() {
                    @Override
                    public void proceed(boolean supported, long now) {
                        listener.onDiscovered(supported, now);
                    }

                    @Override
                    public void fail(CoapException failure, long now) {
                        listener.onDiscovered(false, now);
                    }
                },
                nowNanos);
    }

    @Override
    public OutgoingRequest send(
            PeerSlot peer, Request request, SendOptions options, ResponseListener listener, long nowNanos) {
        Token token = options.token();
        if (token == null || token.length() <= BASE_LENGTH) {
            return port.send(peer, request, options, listener, nowNanos);
        }
        HeldRequest held = new HeldRequest(peer, request, options, listener);
        await(peer, token.length(), options, held, nowNanos);
        return held;
    }

    /** Whoever waits for the outcome of a trial. */
    private interface Pending {
        void proceed(boolean supported, long nowNanos);

        void fail(CoapException failure, long nowNanos);
    }

    private void await(PeerSlot peer, int length, SendOptions options, Pending pending, long nowNanos) {
        Support support = supportOf(peer, nowNanos);
        if (length <= support.longest || length >= support.refused) {
            pending.proceed(length <= support.longest, nowNanos);
        } else if (support.trial == null) {
            Trial trial = new Trial(peer, support, length, options);
            support.trial = trial;
            trial.waiting.add(pending);
            trial.start(nowNanos);
        } else if (support.trial.waiting.size() < MAX_PENDING) {
            support.trial.waiting.add(pending);
        } else {
            pending.fail(
                    new QueueFullException(MAX_PENDING + " requests wait to learn which tokens " + peer + " takes"),
                    nowNanos);
        }
    }

    private static Support supportOf(PeerSlot peer, long nowNanos) {
        Support known = peer.get(KEY);
        if (known == null || known.trial == null && nowNanos >= known.untilNanos) {
            known = new Support();
            known.untilNanos = nowNanos + LIFETIME_NANOS;
            peer.set(KEY, known);
        }
        return known;
    }

    /** What is known of a peer: hangs on its slot. */
    private static final class Support {
        private int longest = BASE_LENGTH;
        private int refused = Token.MAX_LENGTH + 1;
        private long untilNanos;
        private @Nullable Trial trial;
    }

    /** A request that finds out, and those who wait for it. */
    private final class Trial implements ResponseListener {
        private final PeerSlot peer;
        private final Support support;
        private final int length;
        private final SendOptions options;
        private final List<Pending> waiting = new ArrayList<>();

        Trial(PeerSlot peer, Support support, int length, SendOptions options) {
            this.peer = peer;
            this.support = support;
            this.length = length;
            this.options = options;
        }

        void start(long nowNanos) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            // RFC 8974 §2.2.2: "it is therefore REQUIRED that clients use a Confirmable message for determining
            // support"
            SendOptions confirmable =
                    new SendOptions(true, options.parameters(), options.timeoutNanos(), Token.of(bytes));
            port.send(peer, TRIAL, confirmable, this, nowNanos);
        }

        @Override
        public void onResponse(Response response, long nowNanos) {
            // RFC 8974 §2.2.2: a server that cannot handle the token answers 5.03, one that never will 4.00
            if (response.code() == Code.BAD_REQUEST || response.code() == Code.SERVICE_UNAVAILABLE) {
                support.refused = Math.min(support.refused, length);
            } else {
                support.longest = Math.max(support.longest, length);
            }
            end(nowNanos);
        }

        @Override
        public void onFailure(CoapException failure, long nowNanos) {
            if (failure instanceof ResetException) {
                support.refused = BASE_LENGTH + 1;
                end(nowNanos);
                return;
            }
            support.trial = null;
            List.copyOf(waiting).forEach(each -> each.fail(failure, nowNanos));
        }

        private void end(long nowNanos) {
            support.untilNanos = nowNanos + LIFETIME_NANOS;
            support.trial = null;
            for (Pending each : waiting) {
                int needed = each instanceof HeldRequest held ? held.tokenLength() : length;
                await(peer, needed, options, each, nowNanos);
            }
        }
    }

    /** A request with a long token, until it can be sent with that or another. */
    private final class HeldRequest implements Pending, OutgoingRequest, ResponseListener {
        private final PeerSlot peer;
        private final Request request;
        private final SendOptions options;
        private final ResponseListener listener;
        private @Nullable OutgoingRequest sent;
        private boolean extended;
        private boolean done;

        HeldRequest(PeerSlot peer, Request request, SendOptions options, ResponseListener listener) {
            this.peer = peer;
            this.request = request;
            this.options = options;
            this.listener = listener;
        }

        int tokenLength() {
            return options.token() == null ? 0 : options.token().length();
        }

        @Override
        public void proceed(boolean supported, long nowNanos) {
            if (!done) {
                extended = supported;
                sent = port.send(peer, request, supported ? options : options.withToken(null), this, nowNanos);
            }
        }

        @Override
        public void fail(CoapException failure, long nowNanos) {
            if (!done) {
                done = true;
                listener.onFailure(failure, nowNanos);
            }
        }

        @Override
        public boolean takesNotifications() {
            return listener.takesNotifications();
        }

        @Override
        public boolean waitsForItsTurn() {
            return listener.waitsForItsTurn();
        }

        @Override
        public void onResponse(Response response, long nowNanos) {
            if (!done) {
                listener.onResponse(response, nowNanos);
            }
        }

        @Override
        public void onFailure(CoapException failure, long nowNanos) {
            if (extended && failure instanceof ResetException && !done) {
                // The server at this address is another than it was. It has not processed what it rejected.
                supportOf(peer, nowNanos).longest = BASE_LENGTH;
                supportOf(peer, nowNanos).refused = BASE_LENGTH + 1;
                proceed(false, nowNanos);
            } else {
                fail(failure, nowNanos);
            }
        }

        @Override
        public void cancel(long nowNanos) {
            done = true;
            if (sent != null) {
                sent.cancel(nowNanos);
            }
        }

        @Override
        public @Nullable Token token() {
            return sent == null ? options.token() : sent.token();
        }
    }
}
