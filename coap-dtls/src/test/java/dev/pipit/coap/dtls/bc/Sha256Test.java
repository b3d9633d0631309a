package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** The JDK's SHA-256 as BouncyCastle uses it, against BouncyCastle's own. */
class Sha256Test {
    private final SplittableRandom random = new SplittableRandom(180);

    @Test
    void hashesWhatComesInParts() {
        Sha256 ours = Sha256.prototype();
        SHA256Digest theirs = new SHA256Digest();
        for (int i = 0; i < 1000; i++) {
            for (int part = random.nextInt(5); part > 0; part--) {
                byte[] bytes = bytes(random.nextInt(150));
                update(ours, bytes);
                update(theirs, bytes);
            }
            ours.update((byte) i);
            theirs.update((byte) i);
            assertArrayEquals(hash(theirs), hash(ours));
        }
    }

    @Test
    void copyGoesItsOwnWay() {
        Sha256 one = Sha256.prototype();
        update(one, bytes(100));
        Sha256 other = one.copy();
        byte[] before = hash(one.copy());
        update(other, bytes(10));
        assertArrayEquals(before, hash(one.copy()));
        other.reset(one);
        assertArrayEquals(before, hash(other));
    }

    @Test
    void authenticatesWithKeysOfEveryLength() {
        HMac ours = new HMac(Sha256.prototype());
        HMac theirs = new HMac(new SHA256Digest());
        for (int i = 1; i < 200; i++) {
            KeyParameter key = new KeyParameter(bytes(i));
            byte[] message = bytes(random.nextInt(300));
            ours.init(key);
            theirs.init(key);
            for (int again = 0; again < 3; again++) {
                assertArrayEquals(mac(theirs, message), mac(ours, message));
            }
        }
    }

    @Test
    void refusesAPlaceTooSmall() {
        assertEquals(32, Sha256.prototype().getDigestSize());
        assertThrows(IllegalArgumentException.class, () -> Sha256.prototype().doFinal(new byte[40], 10));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void update(Digest digest, byte[] bytes) {
        digest.update(bytes, 0, bytes.length);
    }

    private static byte[] hash(Digest digest) {
        byte[] hash = new byte[32];
        assertEquals(32, digest.doFinal(hash, 0));
        return hash;
    }

    private static byte[] mac(HMac mac, byte[] message) {
        byte[] out = new byte[32];
        mac.update(message, 0, message.length);
        mac.doFinal(out, 0);
        return out;
    }
}
