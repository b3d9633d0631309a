package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.crypto.AesCcm;
import java.io.IOException;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipherImpl;
import org.jspecify.annotations.Nullable;

/** One direction of an association, with {@link AesCcm}. Used by one thread at a time. */
final class CcmCipher implements TlsAEADCipherImpl {
    private final boolean encrypting;
    private @Nullable SecretKeySpec key;
    private @Nullable AesCcm cipher;
    private byte[] nonce = {};
    private int tagBytes;

    CcmCipher(boolean encrypting) {
        this.encrypting = encrypting;
    }

    @Override
    public void setKey(byte[] bytes, int offset, int length) {
        key = new SecretKeySpec(bytes, offset, length, "AES");
        cipher = null;
    }

    @Override
    public void init(byte[] next, int macBytes) throws IOException {
        nonce = next;
        tagBytes = macBytes;
        if (cipher == null && key != null) {
            cipher = new AesCcm(key, macBytes);
        }
    }

    @Override
    public int getOutputSize(int inputBytes) {
        return encrypting ? inputBytes + tagBytes : Math.max(0, inputBytes - tagBytes);
    }

    @Override
    public int doFinal(byte[] aad, byte[] in, int offset, int length, byte[] out, int outOffset) throws IOException {
        if (cipher == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error, "no key");
        }
        if (encrypting) {
            return cipher.encrypt(nonce, aad, in, offset, length, out, outOffset);
        }
        int written = cipher.decrypt(nonce, aad, in, offset, length, out, outOffset);
        if (written == AesCcm.FORGED) {
            throw new TlsFatalAlert(AlertDescription.bad_record_mac);
        }
        return written;
    }
}
