package dev.pipit.coap.observe;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server by its name, and where it is.
 *
 * @param name what it is called, such as host and port of a URI: what is observed at equal names is at one server
 * @param address where it is now
 * @param search finds out where it is later
 */
public record Destination(Object name, InetSocketAddress address, Search search) {
    /** A server that is where it is, for as long as it takes. */
    public static Destination at(InetSocketAddress address) {
        return new Destination(address, address, (found, nowNanos) -> found.at(address, nowNanos));
    }

    /** Looks the name up. */
    @FunctionalInterface
    public interface Search {
        /** Looks, and tells on the event loop, now or later. */
        void find(Found found, long nowNanos);
    }

    /** Hears where the server is. */
    @FunctionalInterface
    public interface Found {
        /** It is there; null where that could not be found out. */
        void at(@Nullable InetSocketAddress address, long nowNanos);
    }
}
