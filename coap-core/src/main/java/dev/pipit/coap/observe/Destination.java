package dev.pipit.coap.observe;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.peer.Peer;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server by its name, and where it is.
 *
 * @param name what it is called, such as host and port of a URI: what is observed at equal names is at one server
 * @param address where it is now
 * @param search finds out where it is later, and sees to it that messages can be sent to there
 */
public record Destination(Object name, InetSocketAddress address, Search search) {
    /** A server that is where it is, for as long as it takes. */
    public static Destination at(InetSocketAddress address) {
        return new Destination(address, address, (found, nowNanos) -> found.at(Peer.of(address), nowNanos));
    }

    /** Looks the name up. */
    @FunctionalInterface
    public interface Search {
        /** Looks, and tells on the event loop, now or later. */
        void find(Found found, long nowNanos);
    }

    /** Hears where the server is. */
    public interface Found {
        /** It is there, and has proved to be that; null where it could not be found out, so that nothing new is known. */
        void at(@Nullable Peer server, long nowNanos);

        /** There is no way to it now. */
        void failed(CoapException failure, long nowNanos);
    }
}
