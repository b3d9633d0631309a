package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.DtlsException;
import dev.pipit.coap.peer.PeerIdentity;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts handshakes. Called on the event loop. */
public interface Handshakes {
    /**
     * Looks for the cookie in a ClientHello (RFC 6347 §4.2.1). Where there is no right one, a HelloVerifyRequest is sent to
     * the address, if the message is one that deserves an answer, and nothing is kept.
     *
     * @return what {@link #accept} needs; null where the sender has not shown that it receives at its address
     */
    @Nullable
    VerifiedHello verify(InetSocketAddress from, byte[] bytes, int length, long nowNanos);

    /** Starts one as a server; null where there is no room. */
    @Nullable
    Handshake accept(VerifiedHello hello, Owner owner);

    /** Starts one as a client, with the host and port of the URI; null where there is no room. */
    @Nullable
    Handshake connect(String serverName, int port, Owner owner);

    /** A handshake of a server has failed, or was not done in time: something for its log. */
    default void report(String peer, DtlsException failure, long nowNanos) {}

    /** Ends what is left of the handshakes; no further one can be started. */
    void close();

    /** A ClientHello with a right cookie. */
    interface VerifiedHello {}

    /** For whom a handshake is made. Called on the event loop, but for {@code peer}. */
    interface Owner {
        /** The peer, as text for people. From any thread. */
        String peer();

        /** Where the peer is. From any thread. */
        InetSocketAddress address();

        /**
         * The connection ID that the peer is to write on its records (RFC 9146): empty where it needs none and may give us
         * one, null where the extension is not to be used. The array is not to be changed. From any thread.
         */
        byte @Nullable [] connectionId();

        /** Sends a datagram to the peer; the bytes are copied. Used by handshake and session. */
        void send(byte[] bytes, int offset, int length);

        /**
         * The handshake is done.
         *
         * @param early the datagrams that it did not need, for the session
         */
        void handleEstablished(Session session, PeerIdentity identity, List<byte[]> early, long nowNanos);

        /** It failed. */
        void handleFailure(DtlsException failure, long nowNanos);
    }
}
