package dev.pipit.coap.freshness;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.Peer;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Values of the Echo option: the time, and a code over it and the peer that only this endpoint can make (RFC 9175,
 * appendix A.2, "Integrity-Protected Timestamp"). Nothing is kept of a value that was given.
 *
 * <pre>
 * 4 bytes  time in ticks of 2^27 ns (134 ms), from a random origin
 * 8 bytes  HMAC-SHA-256 of time, address, port and identity, cut
 * </pre>
 *
 * <p>The key is as old as this object, so that values end with their endpoint (§5: "the server MUST reject all Echo
 * option values that were created before the reset"). Touched by one event loop.
 */
public final class Challenges {
    /** The length of a value in bytes. */
    static final int LENGTH = 12;

    /** What a value adds to a message at most: with the option's header. */
    static final int OPTION_BYTES = LENGTH + 3;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int TICK_SHIFT = 27;

    private final RandomGenerator random;
    private @Nullable Mac mac;
    private int origin;

    /**
     * Challenges with a key of their own.
     *
     * @param random gives the key when one is needed first; unguessable outside of tests
     */
    public Challenges(RandomGenerator random) {
        this.random = random;
    }

    /** A 4.01 that asks its receiver to repeat the request with this Echo (RFC 9175 §2.3). */
    public Response challenge(Peer peer, long nowNanos) {
        return addTo(Response.of(Code.UNAUTHORIZED), peer, nowNanos);
    }

    /** A response with an Echo that its receiver may show in later requests. */
    Response addTo(Response response, Peer peer, long nowNanos) {
        return response.with(StandardOptions.ECHO, issue(peer, nowNanos));
    }

    /** A value for a peer, of this moment. */
    byte[] issue(Peer peer, long nowNanos) {
        Mac with = mac();
        return value(with, ticks(nowNanos), peer);
    }

    /** How old a value is; {@link Long#MAX_VALUE} where it is none of ours, or another peer's. */
    public long ageNanos(Peer peer, byte[] echo, long nowNanos) {
        if (echo.length != LENGTH) {
            return Long.MAX_VALUE;
        }
        Mac with = mac();
        int issued = ByteBuffer.wrap(echo).getInt();
        // Constant in time, so that a value cannot be guessed byte by byte.
        return MessageDigest.isEqual(echo, value(with, issued, peer))
                ? Integer.toUnsignedLong(ticks(nowNanos) - issued) << TICK_SHIFT
                : Long.MAX_VALUE;
    }

    private int ticks(long nowNanos) {
        return origin + (int) (nowNanos >>> TICK_SHIFT);
    }

    private static byte[] value(Mac mac, int ticks, Peer peer) {
        byte[] ip = peer.address().getAddress().getAddress();
        ByteBuffer covered = ByteBuffer.allocate(4 + ip.length + 4 + 4).putInt(ticks);
        covered.put(ip).putInt(peer.address().getPort());
        // RFC 9175 §2.3: "the security association is part of the endpoint"
        covered.putInt(peer.identity().isSecure() ? peer.identity().hashCode() : 0);
        byte[] code = mac.doFinal(covered.array());
        return ByteBuffer.allocate(LENGTH)
                .putInt(ticks)
                .put(code, 0, LENGTH - 4)
                .array();
    }

    private Mac mac() {
        if (mac == null) {
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            // RFC 9175 §6: a timestamp "could reveal information about the server, such as […] time since reboot"
            origin = random.nextInt();
            try {
                mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(key, ALGORITHM));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(ALGORITHM + " (expected: one that every Java platform has)", e);
            }
        }
        return mac;
    }
}
