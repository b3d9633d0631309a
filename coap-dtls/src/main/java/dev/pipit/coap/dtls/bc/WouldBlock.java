package dev.pipit.coap.dtls.bc;

import java.io.InterruptedIOException;

/**
 * There is no further datagram. The one way out of BouncyCastle's receive that neither waits nor spins nor ends the
 * session: it lets an InterruptedIOException pass. There is one instance, without a stack trace.
 */
final class WouldBlock extends InterruptedIOException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("StaticAssignmentOfThrowable") // it says nothing of where it was made
    static final WouldBlock INSTANCE = new WouldBlock();

    private WouldBlock() {}

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
    public Throwable fillInStackTrace() {
        return this;
    }
}
