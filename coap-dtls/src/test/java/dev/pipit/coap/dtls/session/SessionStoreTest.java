package dev.pipit.coap.dtls.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.dtls.SessionLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionStoreTest {
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final SessionLimits LIMITS = SessionLimits.DEFAULT;

    private static SessionState session(int number, long createdSeconds, byte[]... certificates) {
        byte[] id = {(byte) (number >> 8), (byte) number};
        byte[] secret = new byte[48];
        Arrays.fill(secret, (byte) number);
        return new SessionState(
                id,
                secret,
                new SessionState.Terms(0xc0a8, 0, "lamp.example", createdSeconds),
                new SessionState.Proof("sensor-" + number, 0, List.of(certificates), new byte[] {7}));
    }

    private static String key(int number) {
        return SessionStore.key(new byte[] {(byte) (number >> 8), (byte) number});
    }

    @Test
    void findsWhatWasKept() {
        SessionStore store = new SessionStore(LIMITS);
        store.put(key(300), session(300, 1000, new byte[] {1, 2}, new byte[0]));
        SessionState found = store.find(key(300), 1000);
        assertNotNull(found);
        assertArrayEquals(new byte[] {1, 44}, found.id());
        assertEquals(48, found.masterSecret().length);
        assertEquals(new SessionState.Terms(0xc0a8, 0, "lamp.example", 1000), found.terms());
        assertEquals("sensor-300", found.proof().pskIdentity());
        assertArrayEquals(new byte[] {1, 2}, found.proof().certificates().get(0));
        assertEquals(2, found.proof().certificates().size());
        assertNull(store.find(key(301), 1000));
    }

    @Test
    void sessionEndsWithItsLifetimeCountedFromItsFullHandshake() {
        SessionStore store = new SessionStore(LIMITS);
        store.put(key(1), session(1, 1000));
        assertNotNull(store.find(key(1), 1000 + DAY - 1));
        assertNull(store.find(key(1), 1000 + DAY));
        assertEquals(0, store.size());
        assertEquals(0, store.bytes());
    }

    @Test
    void sessionOfTheFutureIsNotResumedButForLittleCorrectionsOfTheClock() {
        SessionStore store = new SessionStore(LIMITS);
        store.put(key(1), session(1, 1000));
        assertNotNull(store.find(key(1), 700));
        assertNull(store.find(key(1), 699));
    }

    @Test
    void beyondTheirNumberTheOneNotUsedForLongestGoes() {
        SessionStore store = new SessionStore(LIMITS.maxSessions(3));
        for (int i = 0; i < 3; i++) {
            store.put(key(i), session(i, 1000));
        }
        store.find(key(0), 1000);
        store.put(key(3), session(3, 1000));
        assertNull(store.find(key(1), 1000));
        assertNotNull(store.find(key(0), 1000));
        assertEquals(3, store.size());
    }

    @Test
    void beyondTheirBytesTheOneNotUsedForLongestGoes() {
        SessionStore store = new SessionStore(LIMITS.maxBytes(10_000));
        for (int i = 0; i < 100; i++) {
            store.put(key(i), session(i, 1000, new byte[1000]));
        }
        assertEquals(8, store.size());
        assertFalse(store.bytes() > 10_000);
        assertNotNull(store.find(key(99), 1000));
        store.put(key(100), session(100, 1000, new byte[20_000]));
        assertEquals(0, store.size());
        assertEquals(0, store.bytes());
    }

    @Test
    void newSessionTakesThePlaceOfTheOldOne() {
        SessionStore store = new SessionStore(LIMITS);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5684);
        store.put(SessionStore.key(address, "lamp"), session(1, 1000));
        long bytes = store.bytes();
        store.put(SessionStore.key(address, "lamp"), session(2, 2000));
        assertEquals(1, store.size());
        assertEquals(bytes, store.bytes());
        assertNull(store.find(SessionStore.key(address, "door"), 2000));
    }

    @Test
    void withoutRoomNothingIsKept() {
        SessionStore store = new SessionStore(LIMITS.maxSessions(0));
        store.put(key(1), session(1, 1000));
        assertFalse(store.isOn());
        assertEquals(0, store.size());
    }

    @Test
    void sessionThatIsCutShortOrTooLongIsNone() {
        byte[] encoded = session(1, 1000, new byte[10]).encode();
        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThrows(IOException.class, () -> SessionState.decode(cut));
        }
        assertThrows(IOException.class, () -> SessionState.decode(Arrays.copyOf(encoded, encoded.length + 1)));
    }

    @Test
    void limitsHaveRanges() {
        assertThrows(IllegalArgumentException.class, () -> LIMITS.maxSessions(-1));
        assertThrows(IllegalArgumentException.class, () -> LIMITS.maxBytes(-1));
        assertThrows(IllegalArgumentException.class, () -> LIMITS.lifetime(Duration.ZERO));
    }

    @Test
    void textShowsNoSecret() {
        assertEquals(
                "SessionState[Terms[suite=49320, maxFragmentLength=0, serverName=lamp.example, createdSeconds=5]]",
                session(1, 5).toString());
    }
}
