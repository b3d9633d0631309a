package dev.pipit.coap.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pipit.coap.testkit.Vectors;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packet vectors of RFC 3610 §8 and the messages of RFC 8613 Appendix C, and what an AEAD has to refuse. */
class AesCcmTest {
    private static final byte[] KEY = new byte[16];
    private static final byte[] NONCE = new byte[13];
    private static final byte[] NO_AAD = {};

    static List<Map<String, String>> vectors() {
        return Vectors.csv("vectors/aes-ccm.csv");
    }

    @Test
    void allVectorsOfTheRfcAreThere() {
        assertEquals(
                24,
                vectors().stream()
                        .filter(row -> row.get("name").startsWith("RFC 3610"))
                        .count());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void makesAndReadsTheVectorsOfTheRfcs(Map<String, String> row) {
        byte[] nonce = bytes(row, "nonce");
        byte[] aad = bytes(row, "aad");
        byte[] plaintext = bytes(row, "plaintext");
        byte[] ciphertext = bytes(row, "ciphertext");
        AesCcm ccm = new AesCcm(bytes(row, "key"), ciphertext.length - plaintext.length);

        byte[] out = new byte[ciphertext.length];
        assertEquals(out.length, ccm.encrypt(nonce, aad, plaintext, 0, plaintext.length, out, 0));
        assertArrayEquals(ciphertext, out);

        byte[] back = new byte[plaintext.length];
        assertEquals(back.length, ccm.decrypt(nonce, aad, ciphertext, 0, ciphertext.length, back, 0));
        assertArrayEquals(plaintext, back);
    }

    @Test
    void everyFlippedBitIsForgedAndReleasesNothing() {
        Map<String, String> row = vectors().get(0);
        byte[] nonce = bytes(row, "nonce");
        byte[] aad = bytes(row, "aad");
        byte[] ciphertext = bytes(row, "ciphertext");
        AesCcm ccm = new AesCcm(bytes(row, "key"), 8);
        for (byte[] changed : List.of(nonce, aad, ciphertext)) {
            for (int bit = 0; bit < 8 * changed.length; bit++) {
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                byte[] out = new byte[ciphertext.length];
                Arrays.fill(out, (byte) 0x55);
                assertEquals(AesCcm.FORGED, ccm.decrypt(nonce, aad, ciphertext, 0, ciphertext.length, out, 0));
                assertArrayEquals(new byte[ciphertext.length - 8], Arrays.copyOf(out, ciphertext.length - 8));
                changed[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
        assertEquals(
                ciphertext.length - 8,
                ccm.decrypt(nonce, aad, ciphertext, 0, ciphertext.length, new byte[ciphertext.length], 0));
    }

    @Test
    void whatIsShorterThanItsTagIsForged() {
        AesCcm ccm = new AesCcm(KEY, 8);
        for (int length = 0; length < 8; length++) {
            assertEquals(AesCcm.FORGED, ccm.decrypt(NONCE, NO_AAD, new byte[8], 0, length, new byte[8], 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 239, 240, 241, 256, 1024, 2031, 2032, 2033, 4096, 16_384, 65_535})
    void inputAndOutputMayOverlapInAnyWay(int length) {
        SplittableRandom random = new SplittableRandom(length);
        AesCcm ccm = new AesCcm(KEY, 16);
        byte[] plaintext = new byte[length];
        random.nextBytes(plaintext);
        byte[] apart = new byte[length + 16];
        ccm.encrypt(NONCE, NO_AAD, plaintext, 0, length, apart, 0);
        for (int shift : new int[] {0, 1, 7, 16, 33}) {
            for (boolean forward : new boolean[] {true, false}) {
                int from = forward ? 0 : shift;
                int to = forward ? shift : 0;
                byte[] buffer = new byte[length + 16 + shift];
                System.arraycopy(plaintext, 0, buffer, from, length);
                ccm.encrypt(NONCE, NO_AAD, buffer, from, length, buffer, to);
                assertArrayEquals(apart, Arrays.copyOfRange(buffer, to, to + length + 16));
                byte[] received = new byte[length + 16 + shift];
                System.arraycopy(apart, 0, received, from, apart.length);
                assertEquals(length, ccm.decrypt(NONCE, NO_AAD, received, from, apart.length, received, to));
                assertArrayEquals(plaintext, Arrays.copyOfRange(received, to, to + length));
            }
        }
    }

    @Test
    void touchesNoByteBesideItsOutput() {
        byte[] buffer = new byte[64];
        Arrays.fill(buffer, (byte) 0x55);
        AesCcm ccm = new AesCcm(KEY, 8);
        ccm.encrypt(NONCE, NO_AAD, new byte[20], 0, 20, buffer, 10);
        ccm.decrypt(NONCE, NO_AAD, new byte[20], 0, 20, buffer, 44);
        for (int i : new int[] {0, 9, 38, 43, 56, 63}) {
            assertEquals(0x55, buffer[i], "byte " + i);
        }
    }

    @Test
    void anotherKeyAndTagGiveWhatANewInstanceGives() {
        AesCcm reused = new AesCcm(KEY, 8);
        byte[] out = new byte[100];
        reused.encrypt(NONCE, NO_AAD, new byte[50], 0, 50, out, 0);
        byte[] key = new byte[32];
        key[0] = 1;
        reused.rekey(new SecretKeySpec(key, "AES"), 16);
        assertEquals(66, reused.encrypt(NONCE, NO_AAD, new byte[50], 0, 50, out, 0));
        byte[] expected = new byte[66];
        new AesCcm(key, 16).encrypt(NONCE, NO_AAD, new byte[50], 0, 50, expected, 0);
        assertArrayEquals(expected, Arrays.copyOf(out, 66));
    }

    @Test
    void saysWhatIsWrongWithArguments() {
        assertMessage("tagLength: 7 (expected: 4, 6, 8, 10, 12, 14 or 16)", () -> new AesCcm(KEY, 7));
        assertMessage("tagLength: 18 (expected: 4, 6, 8, 10, 12, 14 or 16)", () -> new AesCcm(KEY, 18));
        assertMessage("key: not for AES (expected: 16, 24 or 32 bytes)", () -> new AesCcm(new byte[5], 8));
        AesCcm ccm = new AesCcm(KEY, 8);
        assertMessage("nonce: 6 bytes (expected: 7-13)", () -> encrypt(ccm, 6, 1));
        assertMessage("nonce: 14 bytes (expected: 7-13)", () -> encrypt(ccm, 14, 1));
        assertMessage(
                "length: 65536 (expected: less than 65536 with a nonce of 13 bytes)", () -> encrypt(ccm, 13, 65_536));
        assertEquals(65_544, encrypt(ccm, 12, 65_536));
        byte[] small = new byte[27];
        assertThrows(IndexOutOfBoundsException.class, () -> ccm.encrypt(NONCE, NO_AAD, new byte[20], 0, 20, small, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> ccm.decrypt(NONCE, NO_AAD, small, 20, 20, new byte[20], 0));
    }

    private static int encrypt(AesCcm ccm, int nonceLength, int length) {
        return ccm.encrypt(new byte[nonceLength], NO_AAD, new byte[length], 0, length, new byte[length + 8], 0);
    }

    private static void assertMessage(String expected, Runnable call) {
        assertEquals(
                expected,
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void aMessageAllocatesAtMost64Bytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AesCcm ccm = new AesCcm(KEY, 8);
        byte[] aad = new byte[13];
        byte[] nonce = new byte[12];
        byte[] buffer = new byte[72];
        int messages = 100_000;
        exchange(ccm, nonce, aad, buffer, messages); // until the compiler has seen it
        long before = threads.getCurrentThreadAllocatedBytes();
        exchange(ccm, nonce, aad, buffer, messages);
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / (2L * messages);
        assertTrue(each <= 64, each + " bytes for each message (expected: at most 64)");
        System.out.println("allocated for each AES-CCM message of 64 bytes: " + each + " bytes");
    }

    private static void exchange(AesCcm ccm, byte[] nonce, byte[] aad, byte[] buffer, int messages) {
        for (int i = 0; i < messages; i++) {
            ccm.encrypt(nonce, aad, buffer, 0, 64, buffer, 0);
            assertEquals(64, ccm.decrypt(nonce, aad, buffer, 0, 72, buffer, 0));
        }
    }

    private static byte[] bytes(Map<String, String> row, String name) {
        return HexFormat.of().parseHex(row.get(name));
    }
}
