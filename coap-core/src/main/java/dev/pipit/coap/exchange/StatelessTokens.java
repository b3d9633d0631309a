package dev.pipit.coap.exchange;

import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.Peer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Puts what a client has to know of a request into the request's token, and gets it back from the response's, so that
 * nothing needs to be kept meanwhile (RFC 8974 §3): for forwarders with many requests and little memory. Touched by one
 * event loop.
 *
 * <p>State is encrypted and protected against change, with AES-128-GCM under a key that never leaves this object. A
 * token counts once (sequence number and window), for a limited time, and from the peer that it was sent to. So it
 * cannot serve for an observation, whose notifications have one token (§4.1), nor for a request that several servers
 * answer.
 *
 * <pre>
 * token:  sequence number (6 bytes) | encrypted: time (6 bytes, milliseconds), state | tag (12 bytes)
 * </pre>
 */
public final class StatelessTokens {
    /** How many bytes longer a token is than the state in it. */
    public static final int OVERHEAD = 24;

    private static final int SEQUENCE_BYTES = 6;
    private static final int TIME_BYTES = 6;
    private static final int TAG_BITS = 96;
    private static final int NONCE_BYTES = 12;
    private static final int MAX_WINDOW = 1 << 20;

    private final long lifetimeNanos;
    private final int window;
    private final BitSet used;
    private final SecretKeySpec key;
    private final Cipher cipher;
    private long next;

    /**
     * A codec with a key of its own: what another has made is nothing to it.
     *
     * @param random makes the key; unguessable outside of tests
     * @param lifetime how long a token counts, as MAX_TRANSMIT_WAIT
     * @param window how many of the newest tokens count: more than there are requests outstanding, at most 1,048,576
     * @throws IllegalArgumentException if lifetime or window is out of its range
     */
    public StatelessTokens(RandomGenerator random, Duration lifetime, int window) {
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("lifetime: " + lifetime + " (expected: more than 0)");
        }
        if (window < 1 || window > MAX_WINDOW) {
            throw new IllegalArgumentException("window: " + window + " (expected: 1-" + MAX_WINDOW + ")");
        }
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "AES");
        this.lifetimeNanos = lifetime.toNanos();
        this.window = window;
        this.used = new BitSet(window);
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM is not there, which every Java platform has", e);
        }
    }

    /**
     * The token for a request to a peer.
     *
     * @throws IllegalArgumentException if the state does not fit a token, of 65804 bytes at most
     */
    public Token seal(Peer to, byte[] state, long nowNanos) {
        if (state.length > Token.MAX_LENGTH - OVERHEAD) {
            throw new IllegalArgumentException(
                    "state: " + state.length + " bytes (expected: at most " + (Token.MAX_LENGTH - OVERHEAD) + ")");
        }
        // RFC 8974 §5.2: "If a nonce is ever used for more than one encryption operation with the same key, […] the
        // confidentiality guarantees are voided": 2^48 of them are enough for 8,900 years at 1,000 a second.
        long sequence = next++;
        used.clear((int) (sequence % window));
        byte[] plain = new byte[TIME_BYTES + state.length];
        write48(plain, nowNanos / 1_000_000);
        System.arraycopy(state, 0, plain, TIME_BYTES, state.length);
        byte[] token = new byte[state.length + OVERHEAD];
        write48(token, sequence);
        try {
            start(Cipher.ENCRYPT_MODE, sequence, to);
            cipher.doFinal(plain, 0, plain.length, token, SEQUENCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM failed to encrypt", e);
        }
        return Token.of(token);
    }

    /** The state of a request that a peer has answered; empty where the token is not ours, too old, or used before. */
    public Optional<byte[]> open(Peer from, Token token, long nowNanos) {
        if (token.length() < OVERHEAD) {
            return Optional.empty();
        }
        byte[] bytes = token.toByteArray();
        long sequence = read48(bytes);
        int place = (int) (sequence % window);
        if (sequence >= next || sequence < next - window || used.get(place)) {
            return Optional.empty();
        }
        byte[] plain;
        try {
            start(Cipher.DECRYPT_MODE, sequence, from);
            plain = cipher.doFinal(bytes, SEQUENCE_BYTES, bytes.length - SEQUENCE_BYTES);
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
        // RFC 8974 §3.1: "reject any response where the freshness information is insufficiently fresh"
        if (nowNanos - read48(plain) * 1_000_000 > lifetimeNanos) {
            return Optional.empty();
        }
        used.set(place);
        return Optional.of(Arrays.copyOfRange(plain, TIME_BYTES, plain.length));
    }

    private void start(int mode, long sequence, Peer peer) throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(4, sequence).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(peer.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void write48(byte[] to, long value) {
        for (int i = 0; i < 6; i++) {
            to[i] = (byte) (value >>> 8 * (5 - i));
        }
    }

    private static long read48(byte[] from) {
        long value = 0;
        for (int i = 0; i < 6; i++) {
            value = value << 8 | (from[i] & 0xff);
        }
        return value;
    }
}
