package dev.pipit.coap.peer;

import java.net.InetSocketAddress;

/**
 * The other endpoint of an exchange.
 *
 * @param address its resolved address and port
 * @param identity who it has proved to be
 */
public record Peer(InetSocketAddress address, PeerIdentity identity) {
    /** A peer without security. */
    public static Peer of(InetSocketAddress address) {
        return new Peer(address, PeerIdentity.NONE);
    }

    /** As "192.0.2.1:5683" or "[2001:db8::1]:5683". */
    @Override
    public String toString() {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort()
                + (identity.isSecure() ? " " + identity : "");
    }
}
