package dev.pipit.coap.testing;

import java.net.InetSocketAddress;

/** What sits at an address of a {@link VirtualNetwork}. */
interface VirtualNode {
    /** A datagram arrives. */
    void handleDatagram(InetSocketAddress from, byte[] bytes, long nowNanos);

    /** The network reports that a datagram of this node found nobody. */
    void handleUnreachable(InetSocketAddress to, long nowNanos);

    /** Does what is due. */
    void handleTimeout(long nowNanos);

    /** When {@link #handleTimeout} is due; {@link Long#MAX_VALUE} where nothing is. */
    long nextDeadline();

    /** Sends what was prepared, before time goes on. */
    void flush();

    /** Whether nothing is owed to or expected from anybody. */
    boolean isQuiet();
}
