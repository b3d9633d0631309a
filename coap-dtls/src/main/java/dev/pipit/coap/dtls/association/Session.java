package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.record.RecordProtection;

/** The record protection of one established association. On the event loop only, and never re-entered. */
public interface Session {
    /**
     * Takes the records of a datagram, and gives what is inside to the receiver, after having come to its end. A length of
     * 0 gives what came in already, and has the session let go of what it keeps of the handshake for no longer.
     *
     * @return whether a record was authentic and new
     */
    boolean receive(byte[] bytes, int length, Receiver receiver, long nowNanos);

    /**
     * Sends application data in a record.
     *
     * @return false if it is too large for one, or the session is over
     */
    boolean send(byte[] plaintext);

    /** How much application data a record holds at most, in bytes. */
    int maxPlaintextBytes();

    /** What its cipher adds to a record; a shorter one must not get here. */
    RecordProtection protection();

    /** Whether the peer writes on its records the connection ID that it was given. */
    boolean isFoundById();

    /** Whether it is over, by the peer's close_notify or alert, or by {@link #close}. */
    boolean isOver();

    /** Ends it with a close_notify. */
    void close();

    /** Ends it without a word. */
    void discard();

    /** Takes what is in records. */
    interface Receiver {
        /**
         * A record is authentic, has our connection ID, and is newer than all before it: where it came from is where the
         * peer is now (RFC 9146 §6). Comes before what was inside.
         */
        void handleNewest();

        /** Takes what was inside a record; the array is used again afterwards. */
        void handlePlaintext(byte[] bytes, int length, long nowNanos);
    }
}
