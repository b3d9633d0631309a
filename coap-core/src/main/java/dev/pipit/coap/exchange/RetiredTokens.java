package dev.pipit.coap.exchange;

import dev.pipit.coap.message.Token;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Tokens of requests with No-Response to which a response may come late, from a server that does not know the option:
 * no other request may take it for its own (RFC 7967 §3.1). Bounded: beyond the limit the oldest may be used again,
 * which is no harm to tokens that are random.
 */
final class RetiredTokens {
    private static final int LIMIT = 1024;
    private static final long DEFAULT_LEISURE_NANOS = 5_000_000_000L;

    private final Map<Token, Long> reusableAt = new HashMap<>();
    private final ArrayDeque<Token> oldestFirst = new ArrayDeque<>();

    void add(Token token, SendOptions options, long nowNanos) {
        if (options.token() == null || reusableAt.put(token, nowNanos + reuseNanos(options)) != null) {
            return;
        }
        oldestFirst.add(token);
        if (oldestFirst.size() > LIMIT) {
            reusableAt.remove(oldestFirst.remove());
        }
    }

    // RFC 7967 §3.1: "TOKEN_REUSE_TIME = NON_LIFETIME + MAX_SERVER_RESPONSE_DELAY + MAX_LATENCY". "Any estimate of
    // MAX_SERVER_RESPONSE_DELAY MUST be larger than DEFAULT_LEISURE"; how long the client would wait is taken for it.
    private static long reuseNanos(SendOptions options) {
        TransmissionParameters parameters = options.parameters();
        long delayNanos = Math.max(options.timeoutNanos(), DEFAULT_LEISURE_NANOS + 1);
        return parameters.nonLifetimeNanos()
                + delayNanos
                + parameters.maxLatency().toNanos();
    }

    boolean contains(Token token, long nowNanos) {
        Long at = reusableAt.get(token);
        if (at == null || nowNanos < at) {
            return at != null;
        }
        reusableAt.remove(token);
        oldestFirst.remove(token);
        return false;
    }

    int size() {
        return reusableAt.size();
    }
}
