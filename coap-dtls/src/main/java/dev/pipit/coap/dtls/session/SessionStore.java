package dev.pipit.coap.dtls.session;

import dev.pipit.coap.dtls.SessionLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a server by their ID, or those of a client by their server. Bounded in number and bytes: beyond that the
 * one not used for longest goes. Safe for use by any thread; the time is an argument.
 */
public final class SessionStore {
    /** What an entry takes beside its text and bytes: objects' headers, and the map's own. */
    static final int ENTRY_BYTES = 136;

    // Clocks are set back by a little now and then.
    private static final long FUTURE_SECONDS = 300;

    private final SessionLimits limits;
    private final Map<String, byte[]> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** An empty one. */
    public SessionStore(SessionLimits limits) {
        this.limits = limits;
    }

    /** What a server's session is kept under. */
    public static String key(byte[] id) {
        return new String(id, StandardCharsets.ISO_8859_1);
    }

    /** What a client's session with a server is kept under: its address, and the name that was asked for there. */
    public static String key(InetSocketAddress address, String serverName) {
        return address.getAddress().getHostAddress() + " " + address.getPort() + " " + serverName;
    }

    /** Whether sessions are kept at all. */
    public boolean isOn() {
        return limits.maxSessions() > 0;
    }

    /** Keeps a session, in place of the one that was there before. */
    public void put(String key, SessionState session) {
        if (session.isStorable()) {
            put(key, session.encode());
        }
    }

    private synchronized void put(String key, byte[] encoded) {
        remove(key);
        sessions.put(key, encoded);
        bytes += cost(key, encoded);
        Iterator<Map.Entry<String, byte[]>> oldest = sessions.entrySet().iterator();
        while (sessions.size() > limits.maxSessions() || bytes > limits.maxBytes()) {
            Map.Entry<String, byte[]> entry = oldest.next();
            bytes -= cost(entry.getKey(), entry.getValue());
            oldest.remove();
        }
    }

    private static long cost(String key, byte[] encoded) {
        return (long) key.length() + encoded.length + ENTRY_BYTES;
    }

    /** The session; null where there is none whose time is not over. */
    public synchronized @Nullable SessionState find(String key, long nowSeconds) {
        byte[] encoded = sessions.get(key);
        if (encoded == null) {
            return null;
        }
        SessionState session = decoded(encoded);
        if (!isCurrent(session, nowSeconds)) {
            remove(key);
            return null;
        }
        return session;
    }

    private boolean isCurrent(SessionState session, long nowSeconds) {
        long age = nowSeconds - session.terms().createdSeconds();
        return age < limits.lifetime().toSeconds() && age >= -FUTURE_SECONDS;
    }

    private static SessionState decoded(byte[] encoded) {
        try {
            return SessionState.decode(encoded);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // we have encoded it ourselves
        }
    }

    /** Forgets a session. */
    public synchronized void remove(String key) {
        byte[] gone = sessions.remove(key);
        if (gone != null) {
            bytes -= cost(key, gone);
        }
    }

    /** Forgets those whose time is over. */
    synchronized void removeOver(long nowSeconds) {
        sessions.entrySet().removeIf(entry -> {
            boolean over = !isCurrent(decoded(entry.getValue()), nowSeconds);
            bytes -= over ? cost(entry.getKey(), entry.getValue()) : 0;
            return over;
        });
    }

    /** Gives all as {@link SessionState#encode} has them, the one not used for longest first. */
    synchronized void forEach(BiConsumer<String, byte[]> taker) {
        sessions.forEach(taker);
    }

    /** How many there are, those included whose time is over and that nobody has asked for since. */
    public synchronized int size() {
        return sessions.size();
    }

    /** The memory that they take, estimated. */
    synchronized long bytes() {
        return bytes;
    }
}
