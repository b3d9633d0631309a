package dev.pipit.coap.freshness;

import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import org.jspecify.annotations.Nullable;

/**
 * Answers challenges (RFC 9175 §2.3): a request that is answered 4.01 with an Echo option is sent again with that Echo,
 * and the latest Echo of a server goes with the requests that follow, for a while.
 *
 * <p>An Echo hangs on the slot of the peer that it came from, so that it goes to nobody else, and ends with it (§2.3: "A
 * client MUST only send Echo option values to endpoints it received them from"). A request that has an Echo option
 * already is its application's business, and left alone.
 */
public final class EchoClient implements RequestPort {
    private static final PeerSlot.Key<Kept> KEY = PeerSlot.Key.of(PeerSlot.Key.ECHO);
    private static final long KEPT_NANOS = 300_000_000_000L;

    private final RequestPort port;
    private final int maxMessageBytes;

    /**
     * A layer over a request port.
     *
     * @param maxMessageBytes the largest message that may be sent
     */
    public EchoClient(RequestPort port, int maxMessageBytes) {
        this.port = port;
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public OutgoingRequest send(
            PeerSlot peer, Request request, SendOptions options, ResponseListener listener, long nowNanos) {
        if (request.options().has(StandardOptions.ECHO)) {
            return port.send(peer, request, options, listener, nowNanos);
        }
        EchoExchange exchange = new EchoExchange(this, peer, request, options, listener);
        exchange.start(nowNanos);
        return exchange;
    }

    /** The Echo that goes with a request to a peer; null where there is none, or no room for it. */
    byte @Nullable [] echoFor(PeerSlot peer, Request request, @Nullable Token token, long nowNanos) {
        Kept kept = peer.get(KEY);
        if (kept == null) {
            return null;
        }
        if (nowNanos >= kept.untilNanos) {
            // RFC 9175 §2.3: it may be discarded "at any time (especially to avoid tracking)"
            peer.set(KEY, null);
            return null;
        }
        return hasRoom(peer, request, token, kept.echo) ? kept.echo : null;
    }

    /** Whether a request fits a message with an Echo as well. */
    boolean hasRoom(PeerSlot peer, Request request, @Nullable Token token, byte[] echo) {
        int tokenLength = token == null ? 8 : token.length();
        int most = Math.min(maxMessageBytes, peer.maxMessageBytes());
        return MessageEncoder.length(Token.EMPTY, request) + tokenLength + 5 + echo.length <= most;
    }

    /** Keeps the Echo of a response, which is given back; null where there is none. */
    byte @Nullable [] keep(PeerSlot peer, Response response, long nowNanos) {
        byte[] echo = response.options().has(StandardOptions.ECHO)
                ? response.options().getOrNull(StandardOptions.ECHO)
                : null;
        if (echo == null || !StandardOptions.ECHO.allowsLength(echo.length)) {
            return null;
        }
        peer.set(KEY, new Kept(echo, nowNanos + KEPT_NANOS));
        return echo;
    }

    RequestPort port() {
        return port;
    }

    private static final class Kept {
        private final byte[] echo;
        private final long untilNanos;

        Kept(byte[] echo, long untilNanos) {
            this.echo = echo;
            this.untilNanos = untilNanos;
        }
    }
}
