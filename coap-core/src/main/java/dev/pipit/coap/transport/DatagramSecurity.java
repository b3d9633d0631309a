package dev.pipit.coap.transport;

import dev.pipit.coap.event.Counters;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.DatagramPort;
import java.net.InetSocketAddress;

/**
 * What stands between a socket and the codec: takes the datagrams of the socket, hands up what is inside of them, and
 * wraps what goes out. It is the {@link DatagramPort} of its endpoint, and sends nothing for a peer whose identity is not
 * that of the present association with its address, as a response must go by the association of its request (RFC 7252
 * §9.1.2).
 *
 * <p>There is one for each binding, touched by the binding's event loop alone. Whatever comes from the network, it does
 * not throw.
 */
public interface DatagramSecurity extends DatagramPort {
    /** A datagram came in; the array is the caller's and is used again when this returns. */
    void handleDatagram(InetSocketAddress from, byte[] bytes, int length, long nowNanos);

    /** As {@link Binding#connect}. */
    void connect(InetSocketAddress to, String serverName, ConnectListener listener, long nowNanos);

    /** Does what is due. */
    void handleTimeout(long nowNanos);

    /** When {@link #handleTimeout} is due next; {@link Long#MAX_VALUE} where nothing waits. */
    long nextDeadline();

    /** Takes leave of all peers, fails those who wait for a connection, and frees what belongs to it. */
    void close(long nowNanos);

    /** What it stands between: the socket below, the endpoint above. To be used on the event loop, but for execute. */
    interface Wire {
        /** Sends a datagram as it is; the bytes are copied. What cannot be sent is lost. */
        void send(InetSocketAddress to, byte[] bytes, int offset, int length);

        /**
         * Hands up a datagram of a peer that has proved who it is, from where it is now; the bytes are copied where they
         * are kept.
         */
        void deliver(
                InetSocketAddress from, PeerIdentity identity, byte[] bytes, int offset, int length, long nowNanos);

        /** The association of an identity is over: nothing more comes from it, or can be sent to it. */
        void handleAssociationEnd(PeerIdentity identity, long nowNanos);

        /** As {@link Binding#execute}; from any thread. */
        boolean execute(Binding.LoopTask task);

        /** Where is counted. */
        Counters counters();
    }

    /** Makes the one of a binding. */
    @FunctionalInterface
    interface Factory {
        /** Called once for each binding, on its event loop. */
        DatagramSecurity create(Wire wire);
    }
}
