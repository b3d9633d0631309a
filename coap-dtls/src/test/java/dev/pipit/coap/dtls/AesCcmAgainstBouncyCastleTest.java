package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.crypto.AesCcm;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.modes.CCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** The AES-CCM of coap-core against that of BouncyCastle, on random keys, nonces, lengths and tags. */
class AesCcmAgainstBouncyCastleTest {
    private static final int[] KEY_LENGTHS = {16, 24, 32};

    private final SplittableRandom random = new SplittableRandom(3610);

    @Test
    void agreesOnTwentyThousandMessages() throws InvalidCipherTextException {
        AesCcm reused = new AesCcm(new byte[16], 8);
        for (int i = 0; i < 20_000; i++) {
            agree(reused, random.nextInt(40), random.nextInt(i % 100 == 0 ? 6000 : 200));
        }
    }

    @Test
    void agreesWhereTheLengthOfAdditionalDataTakesSixBytes() throws InvalidCipherTextException {
        AesCcm reused = new AesCcm(new byte[16], 8);
        for (int length : new int[] {0xfeff, 0xff00, 0xff01, 0xffff, 0x10000, 200_000}) {
            agree(reused, length, 100);
        }
    }

    private void agree(AesCcm reused, int aadLength, int length) throws InvalidCipherTextException {
        byte[] key = bytes(KEY_LENGTHS[random.nextInt(KEY_LENGTHS.length)]);
        int tagLength = 4 + 2 * random.nextInt(7);
        byte[] nonce = bytes(7 + random.nextInt(7));
        byte[] aad = bytes(aadLength);
        byte[] plaintext = bytes(length);

        CCMModeCipher theirs = CCMBlockCipher.newInstance(AESEngine.newInstance());
        CipherParameters parameters = new AEADParameters(new KeyParameter(key), 8 * tagLength, nonce, aad);
        theirs.init(true, parameters);
        byte[] expected = new byte[length + tagLength];
        theirs.doFinal(expected, theirs.processBytes(plaintext, 0, length, expected, 0));

        reused.rekey(new SecretKeySpec(key, "AES"), tagLength);
        byte[] buffer = Arrays.copyOf(plaintext, length + tagLength);
        assertEquals(expected.length, reused.encrypt(nonce, aad, buffer, 0, length, buffer, 0));
        assertArrayEquals(expected, buffer);
        assertEquals(length, reused.decrypt(nonce, aad, buffer, 0, buffer.length, buffer, 0));
        assertArrayEquals(plaintext, Arrays.copyOf(buffer, length));

        expected[random.nextInt(expected.length)] ^= (byte) (1 << random.nextInt(8));
        assertEquals(AesCcm.FORGED, reused.decrypt(nonce, aad, expected, 0, expected.length, buffer, 0));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
