package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.crypto.AesCcm;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.TlsFatalAlert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class CcmSeatsTest {
    private static final SecretKey KEY = new SecretKeySpec(new byte[16], "AES");
    private static final byte[] NONCE = new byte[12];
    private static final byte[] AAD = new byte[13];

    private final CcmSeats seats = new CcmSeats();

    @Test
    void userFindsItsCipherAsItHasLeftIt() {
        Object user = new Object();
        CcmSeats.Seat first = seats.take(7, user, KEY, 8);
        seats.giveBack(7, first);
        assertSame(first, seats.take(7, user, KEY, 8));
    }

    @Test
    void whoComesWhileTheCipherIsAwayGetsAnotherOne() {
        Object user = new Object();
        CcmSeats.Seat first = seats.take(7, user, KEY, 8);
        CcmSeats.Seat second = seats.take(7, user, KEY, 8);
        assertNotSame(first, second);
        seats.giveBack(7, first);
        seats.giveBack(7, second);
        assertEquals(1, seats.ciphers());
    }

    /** Three times as many users as there are seats, one after the other and again: each with its own key. */
    @Test
    void manyUsersShareBoundedCiphersAndKeepTheirKeys() throws Exception {
        int users = 3 * CcmSeats.SEATS;
        CcmCipher[] encrypting = new CcmCipher[users];
        CcmCipher[] decrypting = new CcmCipher[users];
        for (int i = 0; i < users; i++) {
            encrypting[i] = cipher(true, i);
            decrypting[i] = cipher(false, i);
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < users; i++) {
                byte[] plaintext = {1, 2, 3, (byte) i};
                byte[] expected = new byte[12];
                new AesCcm(key(i), 8).encrypt(NONCE, AAD, plaintext, 0, 4, expected, 0);
                byte[] record = Arrays.copyOf(plaintext, 12);
                encrypting[i].init(NONCE, 8);
                assertEquals(12, encrypting[i].doFinal(AAD, record, 0, 4, record, 0));
                assertArrayEquals(expected, record);
                decrypting[i].init(NONCE, 8);
                assertEquals(4, decrypting[i].doFinal(AAD, record, 0, 12, record, 0));
                assertArrayEquals(plaintext, Arrays.copyOf(record, 4));
            }
        }
        assertEquals(CcmSeats.SEATS, seats.ciphers());
    }

    @Test
    void recordOfAnotherKeyIsRefused() throws Exception {
        CcmCipher one = cipher(true, 1);
        CcmCipher other = cipher(false, 2);
        byte[] record = new byte[12];
        one.init(NONCE, 8);
        one.doFinal(AAD, record, 0, 4, record, 0);
        other.init(NONCE, 8);
        assertThrows(TlsFatalAlert.class, () -> other.doFinal(AAD, record, 0, 12, record, 0));
    }

    @Test
    void cipherWithoutAKeyIsRefused() {
        assertThrows(
                TlsFatalAlert.class,
                () -> new CcmCipher(seats, true).doFinal(AAD, new byte[12], 0, 4, new byte[12], 0));
    }

    /** What a record of 64 bytes costs, each way, with so many associations in turn; told, as {@code -Drecords} asks for. */
    @Test
    @EnabledIfSystemProperty(named = "records", matches = ".*")
    void recordsMeasured() throws Exception {
        for (int associations : new int[] {1, 1000, 10_000, 1, 1000, 10_000}) {
            CcmCipher[] ciphers = new CcmCipher[2 * associations];
            for (int i = 0; i < ciphers.length; i++) {
                ciphers[i] = cipher(i % 2 == 0, i / 2);
            }
            byte[] record = new byte[72];
            long began = 0;
            for (int i = -200_000; i < 1_000_000; i++) {
                began = i == 0 ? System.nanoTime() : began;
                int at = 2 * Math.floorMod(i, associations);
                ciphers[at].init(NONCE, 8);
                ciphers[at].doFinal(AAD, record, 0, 64, record, 0);
                ciphers[at + 1].init(NONCE, 8);
                ciphers[at + 1].doFinal(AAD, record, 0, 72, record, 0);
            }
            long nanos = (System.nanoTime() - began) / 1_000_000;
            System.out.println("encrypted and decrypted, " + associations + " in turn: " + nanos + " ns");
        }
    }

    private CcmCipher cipher(boolean encrypting, int number) {
        CcmCipher cipher = new CcmCipher(seats, encrypting);
        cipher.setKey(key(number), 0, 16);
        return cipher;
    }

    private static byte[] key(int number) {
        byte[] key = new byte[16];
        key[0] = (byte) number;
        key[1] = (byte) (number >> 8);
        return key;
    }
}
