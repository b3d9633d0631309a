package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.crypto.AesCcm;
import java.io.IOException;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipherImpl;
import org.jspecify.annotations.Nullable;

/** The key of one direction of an association, for {@link AesCcm} in one of the seats. Used by one thread at a time. */
final class CcmCipher implements TlsAEADCipherImpl {
    private static final byte[] NO_NONCE = {};

    private final CcmSeats seats;
    private final int seatNumber;
    private final boolean encrypting;
    private @Nullable SecretKeySpec key;
    private byte[] nonce = NO_NONCE;
    private int tagBytes;

    CcmCipher(CcmSeats seats, boolean encrypting) {
        this.seats = seats;
        this.seatNumber = seats.next();
        this.encrypting = encrypting;
    }

    @Override
    public void setKey(byte[] bytes, int offset, int length) {
        key = new SecretKeySpec(bytes, offset, length, "AES");
    }

    @Override
    public void init(byte[] next, int macBytes) {
        nonce = next;
        tagBytes = macBytes;
    }

    @Override
    public int getOutputSize(int inputBytes) {
        return encrypting ? inputBytes + tagBytes : Math.max(0, inputBytes - tagBytes);
    }

    @Override
    public int doFinal(byte[] aad, byte[] in, int offset, int length, byte[] out, int outOffset) throws IOException {
        if (key == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error, "no key");
        }
        CcmSeats.Seat seat = seats.take(seatNumber, this, key, tagBytes);
        int written = encrypting
                ? seat.cipher().encrypt(nonce, aad, in, offset, length, out, outOffset)
                : seat.cipher().decrypt(nonce, aad, in, offset, length, out, outOffset);
        seats.giveBack(seatNumber, seat);
        nonce = NO_NONCE;
        if (written == AesCcm.FORGED) {
            throw ForgedRecord.INSTANCE;
        }
        return written;
    }
}
