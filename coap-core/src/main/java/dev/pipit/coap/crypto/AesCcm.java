package dev.pipit.coap.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-CCM (RFC 3610) with one key, for as many messages as one likes: DTLS's AES_128_CCM, AES_256_CCM and their _8 forms
 * (RFC 6655, nonces of 12 bytes), and OSCORE's AES-CCM-16-64-128 (RFC 9053 §4.2, nonces of 13).
 *
 * <p>The blocks go through the JDK's ECB and CBC, which use the processor's AES instructions. A message costs no new
 * memory beyond what the JDK takes; an instance keeps {@value #MIN_CHUNK} to {@value #MAX_CHUNK} bytes, twice.
 *
 * <p>A nonce must never be used twice with one key, and the caller sees to that (RFC 3610 §2.1). Not thread-safe: two
 * threads in one instance get wrong bytes. Arguments that cannot be are {@link IllegalArgumentException} or {@link
 * IndexOutOfBoundsException}, before anything is written.
 */
public final class AesCcm {
    /** What {@link #decrypt} returns for a message that was not made with this key, nonce and additional data. */
    public static final int FORGED = -1;

    private final Cipher counterMode = cipher("AES/ECB/NoPadding");
    private final Cipher cbcMac = cipher("AES/CBC/NoPadding");
    private final byte[] mac = new byte[BLOCK];
    private final byte[] mask = new byte[BLOCK];
    private final byte[] received = new byte[BLOCK];
    private byte[] blocks = new byte[MIN_CHUNK];
    private byte[] encrypted = new byte[MIN_CHUNK];
    private int filled;
    private int tagLength;

    /**
     * Makes one for a key.
     *
     * @param key AES key of 16, 24 or 32 bytes
     * @param tagLength bytes of the authentication tag: 4, 6, 8, 10, 12, 14 or 16
     */
    public AesCcm(byte[] key, int tagLength) {
        this(new SecretKeySpec(key, "AES"), tagLength);
    }

    /**
     * Makes one for a key.
     *
     * @param key AES key of 16, 24 or 32 bytes
     * @param tagLength bytes of the authentication tag: 4, 6, 8, 10, 12, 14 or 16
     */
    public AesCcm(SecretKey key, int tagLength) {
        rekey(key, tagLength);
    }

    /**
     * Goes on with another key: costs some microseconds, as much as ten short messages, and saves an instance for each key.
     *
     * @param key AES key of 16, 24 or 32 bytes
     * @param tagLength bytes of the authentication tag: 4, 6, 8, 10, 12, 14 or 16
     */
    public void rekey(SecretKey key, int tagLength) {
        // RFC 3610 §2: "Valid values are 4, 6, 8, 10, 12, 14, and 16 octets."
        if (tagLength < 4 || tagLength > BLOCK || tagLength % 2 != 0) {
            throw new IllegalArgumentException("tagLength: " + tagLength + " (expected: 4, 6, 8, 10, 12, 14 or 16)");
        }
        try {
            counterMode.init(Cipher.ENCRYPT_MODE, key);
            cbcMac.init(Cipher.ENCRYPT_MODE, key, ZERO_IV);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("key: not for AES (expected: 16, 24 or 32 bytes)", e);
        }
        this.tagLength = tagLength;
    }

    /** Bytes by which the ciphertext is longer than the plaintext. */
    public int tagLength() {
        return tagLength;
    }

    /**
     * Encrypts {@code length} bytes and puts the tag behind them. Input and output may overlap in any way.
     *
     * @param nonce 7 to 13 bytes, never used before with this key
     * @param aad additional data that is authenticated as well, of any length
     * @return how many bytes were written: {@code length + tagLength()}
     */
    public int encrypt(byte[] nonce, byte[] aad, byte[] in, int offset, int length, byte[] out, int outOffset) {
        check(nonce, in, offset, length, length);
        Objects.checkFromIndexSize(outOffset, length + tagLength, out.length);
        authenticate(nonce, aad, in, offset, length);
        System.arraycopy(in, offset, out, outOffset, length);
        applyKeyStream(nonce, out, outOffset, length);
        for (int i = 0; i < tagLength; i++) {
            out[outOffset + length + i] = (byte) (mac[i] ^ mask[i]);
        }
        return length + tagLength;
    }

    /**
     * Decrypts {@code length} bytes, the tag behind them included. Input and output may overlap in any way. Of a forged
     * message no byte is released: where its plaintext would be, zeros are written. The time it takes does not tell where
     * the tag was wrong.
     *
     * @param nonce 7 to 13 bytes
     * @param aad additional data that was authenticated as well
     * @return how many bytes were written: {@code length - tagLength()}, or {@link #FORGED}
     */
    public int decrypt(byte[] nonce, byte[] aad, byte[] in, int offset, int length, byte[] out, int outOffset) {
        int plain = length - tagLength;
        check(nonce, in, offset, length, Math.max(plain, 0));
        if (plain < 0) {
            return FORGED;
        }
        Objects.checkFromIndexSize(outOffset, plain, out.length);
        System.arraycopy(in, offset + plain, received, 0, tagLength);
        System.arraycopy(in, offset, out, outOffset, plain);
        applyKeyStream(nonce, out, outOffset, plain);
        authenticate(nonce, aad, out, outOffset, plain);
        int difference = 0;
        for (int i = 0; i < tagLength; i++) {
            difference |= received[i] ^ mac[i] ^ mask[i];
        }
        if (difference != 0) {
            // RFC 3610 §2.5: "the receiver MUST NOT reveal any information except for the fact that T is incorrect."
            Arrays.fill(out, outOffset, outOffset + plain, (byte) 0);
            return FORGED;
        }
        return plain;
    }

    private static void check(byte[] nonce, byte[] in, int offset, int length, int plain) {
        if (nonce.length < 7 || nonce.length > 13) {
            throw new IllegalArgumentException("nonce: " + nonce.length + " bytes (expected: 7-13)");
        }
        Objects.checkFromIndexSize(offset, length, in.length);
        // RFC 3610 §2: the length goes into the 15 - nonce bytes of a block that the nonce leaves.
        int limit = 1 << Math.min(8 * (BLOCK - 1 - nonce.length), 30);
        if (plain >= limit) {
            throw new IllegalArgumentException("length: " + plain + " (expected: less than " + limit
                    + " with a nonce of " + nonce.length + " bytes)");
        }
    }

    /** Computes the CBC-MAC of a message, RFC 3610 §2.2: T, before it is masked. */
    private void authenticate(byte[] nonce, byte[] aad, byte[] in, int offset, int length) {
        filled = 0;
        int flags = (aad.length > 0 ? 0x40 : 0) | (tagLength - 2) / 2 << 3;
        putBlock(flags, nonce, length);
        if (aad.length > 0) {
            absorbLength(aad.length);
            absorb(aad, 0, aad.length);
            pad();
        }
        absorb(in, offset, length);
        pad();
        try {
            cbcMac.doFinal(blocks, 0, filled, encrypted, 0); // and starts again, with the IV of zeros
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        System.arraycopy(encrypted, filled - BLOCK, mac, 0, BLOCK);
    }

    /** RFC 3610 §2.2: how the length of the additional data is encoded, in 2 or in 6 bytes. */
    private void absorbLength(int length) {
        if (length >= 0xff00) {
            blocks[filled++] = (byte) 0xff;
            blocks[filled++] = (byte) 0xfe;
            blocks[filled++] = (byte) (length >>> 24);
            blocks[filled++] = (byte) (length >>> 16);
        }
        blocks[filled++] = (byte) (length >>> 8);
        blocks[filled++] = (byte) length;
    }

    private void absorb(byte[] in, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (filled == blocks.length) {
                flush();
            }
            int some = Math.min(length - done, blocks.length - filled);
            System.arraycopy(in, offset + done, blocks, filled, some);
            filled += some;
            done += some;
        }
    }

    private void flush() {
        if (blocks.length < MAX_CHUNK) {
            grow();
            return;
        }
        try {
            cbcMac.update(blocks, 0, filled, encrypted, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        filled = 0;
    }

    private void grow() {
        blocks = Arrays.copyOf(blocks, 2 * blocks.length);
        encrypted = new byte[blocks.length];
    }

    private void pad() {
        while (filled % BLOCK != 0) {
            blocks[filled++] = 0;
        }
    }

    /** Encrypts or decrypts in place, and leaves in {@link #mask} what hides the tag: RFC 3610 §2.3. */
    private void applyKeyStream(byte[] nonce, byte[] bytes, int offset, int length) {
        int counter = 0;
        int done = -BLOCK; // the first block of the key stream is the mask
        while (done < length) {
            counter = encryptCounters(nonce, counter, length - done);
            int from = 0;
            if (done < 0) {
                System.arraycopy(encrypted, 0, mask, 0, BLOCK);
                from = BLOCK;
            }
            int until = Math.min(filled, length - done);
            for (int i = from; i < until; i++) {
                bytes[offset + done + i] ^= encrypted[i];
            }
            done += until;
        }
    }

    private int encryptCounters(byte[] nonce, int first, int wantedBytes) {
        while (blocks.length < wantedBytes && blocks.length < MAX_CHUNK) {
            grow();
        }
        int counter = first;
        filled = 0;
        while (filled < wantedBytes && filled < blocks.length) {
            putBlock(0, nonce, counter++);
        }
        try {
            counterMode.doFinal(blocks, 0, filled, encrypted, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return counter;
    }

    /** Flags, nonce, and a number in the bytes that are left: B_0 (RFC 3610 §2.2) and A_i (§2.3). */
    private void putBlock(int flags, byte[] nonce, int number) {
        int numberLength = BLOCK - 1 - nonce.length;
        blocks[filled] = (byte) (flags | numberLength - 1);
        System.arraycopy(nonce, 0, blocks, filled + 1, nonce.length);
        filled += BLOCK;
        int value = number;
        for (int i = 1; i <= numberLength; i++) {
            blocks[filled - i] = (byte) value;
            value >>>= 8;
        }
    }

    private static Cipher cipher(String transformation) {
        try {
            return Cipher.getInstance(transformation);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no " + transformation, e);
        }
    }

    private static final int BLOCK = 16;
    private static final int MIN_CHUNK = 256;
    private static final int MAX_CHUNK = 2048;
    private static final IvParameterSpec ZERO_IV = new IvParameterSpec(new byte[BLOCK]);
}
