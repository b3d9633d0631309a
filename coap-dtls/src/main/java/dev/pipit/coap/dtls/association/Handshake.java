package dev.pipit.coap.dtls.association;

/** A handshake under way, which runs elsewhere. Called on the event loop. */
public interface Handshake {
    /** Hands it a datagram of the peer; the array is its own from now on. False where it has no room. */
    boolean offer(byte[] datagram);

    /** Ends it without a word; it calls back no more, and sends nothing. */
    void abort();

    /** How far it has come; from any thread. */
    Progress progress();

    /** How far a handshake has come. */
    enum Progress {
        /** Nothing has come from the peer. */
        UNANSWERED,
        /** The peer has answered. */
        ANSWERED,
        /** The key has been used, so that what the peer has to send next shows whether it has the same. */
        KEY_USED
    }
}
