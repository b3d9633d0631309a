package dev.pipit.coap.dtls.bc;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;

/**
 * A record was not made with the key at hand, upon which BouncyCastle drops it. Anybody can send such records, so there is
 * one instance, without a stack trace, which would cost several times what the decryption does.
 */
final class ForgedRecord extends TlsFatalAlert {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("StaticAssignmentOfThrowable") // it says nothing of where it was made
    static final ForgedRecord INSTANCE = new ForgedRecord();

    private ForgedRecord() {
        super(AlertDescription.bad_record_mac);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
    public Throwable fillInStackTrace() {
        return this;
    }
}
