package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells a server's log of handshakes that failed: anybody can make them fail, so that there is at most one line in a time
 * for each kind of failure, which says how many were left out before it. On the event loop.
 */
final class FailureLog {
    static final long INTERVAL_NANOS = 10_000_000_000L;
    private static final int MAX_TEXT = 300;

    private final Consumer<String> log;
    private final Map<Class<?>, Kind> kinds = new HashMap<>(); // as many as there are classes of exceptions

    private static final class Kind {
        private long toldNanos;
        private long leftOut;
    }

    FailureLog(Consumer<String> log) {
        this.log = log;
    }

    void report(String peer, DtlsException failure, long nowNanos) {
        Kind kind = kinds.get(failure.getClass());
        if (kind != null && nowNanos - kind.toldNanos < INTERVAL_NANOS) {
            kind.leftOut++;
            return;
        }
        if (kind == null) {
            kind = new Kind();
            kinds.put(failure.getClass(), kind);
        }
        String others = kind.leftOut == 0 ? "" : " (and " + kind.leftOut + " of this kind before)";
        kind.toldNanos = nowNanos;
        kind.leftOut = 0;
        log.accept("handshake failed, " + nameOf(failure) + ": " + text(peer, failure) + others);
    }

    private static String nameOf(DtlsException failure) {
        String name = failure.getClass().getSimpleName();
        return name.endsWith("Exception") ? name.substring(0, name.length() - "Exception".length()) : name;
    }

    /** With the peer's address, and what the peer may have put in on one line. */
    private static String text(String peer, DtlsException failure) {
        String message = String.valueOf(failure.getMessage());
        String whole = (message.contains(peer) ? message : peer + ": " + message).replaceAll("\\p{Cntrl}", "?");
        return whole.length() <= MAX_TEXT ? whole : whole.substring(0, MAX_TEXT) + "…";
    }
}
