package dev.pipit.coap.dtls.bc;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.util.Memoable;

/**
 * SHA-256 of the JDK, which uses the processor's instructions, for BouncyCastle: handshakes spend a good part of their time
 * on it, in cookies, key derivation and Finished. Used by one thread at a time.
 */
final class Sha256 implements ExtendedDigest, Memoable {
    private static final int BLOCK_BYTES = 64;
    private static final int DIGEST_BYTES = 32;

    private MessageDigest digest;

    private Sha256(MessageDigest digest) {
        this.digest = digest;
    }

    /** One that others are copied from, as to look one up takes longer than a copy. */
    static Sha256 prototype() {
        try {
            return new Sha256(MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 in this JDK", e);
        }
    }

    @Override
    public Sha256 copy() {
        return new Sha256(copyOf(digest));
    }

    @Override
    public void reset(Memoable other) {
        digest = copyOf(((Sha256) other).digest);
    }

    private static MessageDigest copyOf(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("a SHA-256 that cannot be copied", e);
        }
    }

    @Override
    public String getAlgorithmName() {
        return "SHA-256";
    }

    @Override
    public int getDigestSize() {
        return DIGEST_BYTES;
    }

    @Override
    public int getByteLength() {
        return BLOCK_BYTES;
    }

    @Override
    public void update(byte in) {
        digest.update(in);
    }

    @Override
    public void update(byte[] in, int offset, int length) {
        digest.update(in, offset, length);
    }

    @Override
    public int doFinal(byte[] out, int offset) {
        try {
            return digest.digest(out, offset, DIGEST_BYTES);
        } catch (DigestException e) {
            throw new IllegalArgumentException("out: " + (out.length - offset) + " bytes (expected: 32)", e);
        }
    }

    @Override
    public void reset() {
        digest.reset();
    }
}
