package dev.pipit.coap.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-CCM (RFC 3610) with one key, for as many messages as one likes: DTLS's AES_128_CCM, AES_256_CCM and their _8 forms
 * (RFC 6655, nonces of 12 bytes), and OSCORE's AES-CCM-16-64-128 (RFC 9053 §4.2, nonces of 13).
 *
 * <p>All blocks go through the JDK's AES/ECB, which uses the processor's AES instructions, those of the CBC-MAC one by one.
 * A message costs no new memory, and an instance keeps about 1 kB.
 *
 * <p>A nonce must never be used twice with one key, and the caller sees to that (RFC 3610 §2.1). Not thread-safe: two
 * threads in one instance get wrong bytes. Arguments that cannot be are {@link IllegalArgumentException} or {@link
 * IndexOutOfBoundsException}, before anything is written.
 */
public final class AesCcm {
    /** What {@link #decrypt} returns for a message that was not made with this key, nonce and additional data. */
    public static final int FORGED = -1;

    private final Cipher aes = aes();
    private final byte[] counters = new byte[CHUNK];
    private final byte[] stream = new byte[CHUNK];
    private final byte[] block = new byte[BLOCK];
    private final byte[] mac = new byte[BLOCK];
    private final byte[] mask = new byte[BLOCK];
    private final byte[] received = new byte[BLOCK];
    private int filled; // bytes of the block that has not gone into the MAC yet
    private int tagLength;

    // Flags, nonce, and a number in the bytes that are left, big-endian: B_0 (RFC 3610 §2.2) and A_i (§2.3).
    private long firstHalf;
    private long secondHalf;

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
     * Goes on with another key: costs about a microsecond, as much as five short messages, and saves an instance for each
     * key.
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
            aes.init(Cipher.ENCRYPT_MODE, key);
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
        take(nonce);
        authenticate(aad, in, offset, length);
        System.arraycopy(in, offset, out, outOffset, length);
        applyKeyStream(out, outOffset, length);
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
        take(nonce);
        applyKeyStream(out, outOffset, plain);
        authenticate(aad, out, outOffset, plain);
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

    private void take(byte[] nonce) {
        Arrays.fill(block, (byte) 0);
        block[0] = (byte) (BLOCK - 1 - nonce.length - 1);
        System.arraycopy(nonce, 0, block, 1, nonce.length);
        firstHalf = (long) BIG_ENDIAN.get(block, 0);
        secondHalf = (long) BIG_ENDIAN.get(block, HALF);
    }

    /** Computes the CBC-MAC of a message, RFC 3610 §2.2: T, before it is masked. */
    private void authenticate(byte[] aad, byte[] in, int offset, int length) {
        long flags = (aad.length > 0 ? 0x40 : 0) | (tagLength - 2) / 2 << 3;
        BIG_ENDIAN.set(block, 0, firstHalf | flags << 56);
        BIG_ENDIAN.set(block, HALF, secondHalf | length);
        encryptBlock();
        if (aad.length > 0) {
            absorbLength(aad.length);
            absorb(aad, 0, aad.length);
        }
        absorb(in, offset, length);
    }

    /** RFC 3610 §2.2: how the length of the additional data is encoded, in 2 or in 6 bytes. */
    private void absorbLength(int length) {
        System.arraycopy(mac, 0, block, 0, BLOCK);
        if (length >= 0xff00) {
            block[0] ^= (byte) 0xff;
            block[1] ^= (byte) 0xfe;
            block[2] ^= (byte) (length >>> 24);
            block[3] ^= (byte) (length >>> 16);
            filled = 4;
        }
        block[filled++] ^= (byte) (length >>> 8);
        block[filled++] ^= (byte) length;
    }

    /** Takes bytes into the MAC, behind those that are in the block, and zeros up to the end of a block. */
    private void absorb(byte[] in, int offset, int length) {
        int done = 0;
        if (filled > 0) {
            while (filled < BLOCK && done < length) {
                block[filled++] ^= in[offset + done++];
            }
            encryptBlock();
        }
        for (; done + BLOCK <= length; done += BLOCK) {
            xor(mac, 0, in, offset + done, block);
            encryptBlock();
        }
        if (done < length) {
            System.arraycopy(mac, 0, block, 0, BLOCK);
            while (done < length) {
                block[filled++] ^= in[offset + done++];
            }
            encryptBlock();
        }
    }

    private void encryptBlock() {
        encrypt(block, BLOCK, mac);
        filled = 0;
    }

    private static void xor(byte[] one, int at, byte[] other, int otherAt, byte[] out) {
        BIG_ENDIAN.set(out, 0, (long) BIG_ENDIAN.get(one, at) ^ (long) BIG_ENDIAN.get(other, otherAt));
        BIG_ENDIAN.set(out, HALF, (long) BIG_ENDIAN.get(one, at + HALF) ^ (long) BIG_ENDIAN.get(other, otherAt + HALF));
    }

    /** Encrypts or decrypts in place, and leaves in {@link #mask} what hides the tag: RFC 3610 §2.3. */
    private void applyKeyStream(byte[] bytes, int offset, int length) {
        int counter = 0;
        int done = -BLOCK; // the first block of the key stream is the mask
        while (done < length) {
            int size = 0;
            for (; size < CHUNK && size < length - done; size += BLOCK) {
                BIG_ENDIAN.set(counters, size, firstHalf);
                BIG_ENDIAN.set(counters, size + HALF, secondHalf | counter++);
            }
            encrypt(counters, size, stream);
            int from = 0;
            if (done < 0) {
                System.arraycopy(stream, 0, mask, 0, BLOCK);
                from = BLOCK;
            }
            int until = Math.min(size, length - done);
            for (int i = from; i < until; i++) {
                bytes[offset + done + i] ^= stream[i];
            }
            done += until;
        }
    }

    private void encrypt(byte[] in, int length, byte[] out) {
        try {
            aes.update(in, 0, length, out, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Cipher aes() {
        try {
            return Cipher.getInstance("AES/ECB/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no AES", e);
        }
    }

    private static final int BLOCK = 16;
    private static final int HALF = 8;
    private static final int CHUNK = 128;
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
}
