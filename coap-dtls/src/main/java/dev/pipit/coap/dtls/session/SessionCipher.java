package dev.pipit.coap.dtls.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts sessions for a file: AES-256-GCM under a key that is derived from the user's, with a random nonce.
 *
 * <pre>
 * magic (8) | version (1) | role (1) | name of the key (8) | nonce (12) | encrypted | tag (16)
 * </pre>
 *
 * <p>All before the nonce is authenticated too. The name of the key tells a wrong key from a damaged file.
 */
final class SessionCipher {
    static final int VERSION = 1;
    static final int OVERHEAD_BYTES = 46;

    private static final byte[] MAGIC = "PipitSes".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = 8 + 1 + 1 + NAME_BYTES;

    private final SecretKeySpec key;
    private final byte[] name;
    private final Role role;

    /** Whose sessions they are. */
    enum Role {
        SERVER((byte) 0, "a server's"),
        CLIENT((byte) 1, "a client's");

        private final byte code;
        private final String name;

        Role(byte code, String name) {
            this.code = code;
            this.name = name;
        }
    }

    SessionCipher(byte[] userKey, Role role) {
        this.key = new SecretKeySpec(derive(userKey, "pipit session file: key"), "AES");
        this.name = Arrays.copyOf(derive(userKey, "pipit session file: name"), NAME_BYTES);
        this.role = role;
    }

    private static byte[] derive(byte[] userKey, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(userKey, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no HmacSHA256 in this JDK", e);
        }
    }

    byte[] encrypt(byte[] sessions) {
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        byte[] header = ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .put((byte) VERSION)
                .put(role.code)
                .put(name)
                .array();
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, header);
            byte[] file = new byte[HEADER_BYTES + NONCE_BYTES + cipher.getOutputSize(sessions.length)];
            ByteBuffer.wrap(file).put(header).put(nonce);
            cipher.doFinal(sessions, 0, sessions.length, file, HEADER_BYTES + NONCE_BYTES);
            return file;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no AES/GCM in this JDK", e);
        }
    }

    /** What is in a file; the message of what it throws says what is wrong with it. */
    byte[] decrypt(byte[] file) throws IOException {
        require(file.length >= MAGIC.length && startsWith(file, 0, MAGIC), "no file of sessions");
        require(file.length >= OVERHEAD_BYTES, "cut short");
        require(file[8] == VERSION, "of version " + file[8] + " (expected: " + VERSION + ")");
        boolean ours = file[9] == role.code;
        require(ours, "the sessions are not " + role.name + " (expected: a file for each server and client)");
        require(startsWith(file, 10, name), "saved with another key");
        try {
            byte[] nonce = Arrays.copyOfRange(file, HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, Arrays.copyOf(file, HEADER_BYTES));
            return cipher.doFinal(file, HEADER_BYTES + NONCE_BYTES, file.length - HEADER_BYTES - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new IOException("damaged", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no AES/GCM in this JDK", e);
        }
    }

    private static void require(boolean fine, String problem) throws IOException {
        if (!fine) {
            throw new IOException(problem);
        }
    }

    private static boolean startsWith(byte[] file, int offset, byte[] part) {
        return MessageDigest.isEqual(Arrays.copyOfRange(file, offset, offset + part.length), part);
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] header) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        return cipher;
    }
}
