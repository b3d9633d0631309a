package dev.pipit.coap.dtls.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.SessionFile;
import dev.pipit.coap.dtls.SessionLimits;
import dev.pipit.coap.dtls.key.CredentialException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the sessions outlasts a restart, and what a file that cannot be used means. */
class SharedSessionsTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SECRET =
            "the-master-secret-of-48-bytes-the-master-secret-".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("sessions");
    }

    private SharedSessions sessions(boolean server) {
        return new SharedSessions(SessionLimits.DEFAULT, SessionFile.at(file, KEY), server);
    }

    private static SessionState session(int number, long createdSeconds) {
        return new SessionState(
                new byte[] {(byte) number},
                SECRET,
                new SessionState.Terms(0xc0a8, 0, "", createdSeconds),
                new SessionState.Proof("sensor-" + number, 0, List.of(new byte[] {1, 2, 3}), new byte[] {7}));
    }

    private void save(int count) {
        SharedSessions before = sessions(true);
        before.open(1000);
        for (int i = 0; i < count; i++) {
            before.store().put("key " + i, session(i, 1000));
        }
        before.close(1000);
    }

    /** What has been loaded, and the lines of the log that say so. */
    private record Loaded(SessionStore store, String log) {}

    private static Loaded load(SharedSessions after, long nowSeconds) {
        PrintStream real = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            after.open(nowSeconds);
        } finally {
            System.setErr(real);
        }
        return new Loaded(after.store(), log.toString(StandardCharsets.UTF_8));
    }

    private void assertNothingLoadedFrom(byte[] contents, String problem) throws IOException {
        Files.write(file, contents);
        Loaded loaded = load(sessions(true), 1000);
        assertEquals(0, loaded.store.size());
        assertTrue(loaded.log.contains(file + ": no DTLS sessions loaded, " + problem), problem + loaded.log);
        assertEquals(1, loaded.log.lines().count(), loaded.log);
    }

    @Test
    void sessionsOutlastARestart() {
        save(100);
        SessionStore after = load(sessions(true), 2000).store;
        assertEquals(100, after.size());
        SessionState found = after.find("key 42", 2000);
        assertNotNull(found);
        assertArrayEquals(SECRET, found.masterSecret());
        assertEquals("sensor-42", found.proof().pskIdentity());
    }

    @Test
    void thoseWhoseTimeIsOverAreNeitherLoadedNorSaved() throws IOException {
        save(3);
        SharedSessions later = sessions(true);
        assertEquals(0, load(later, 1000 + 86_400).store.size());
        later.store().put("key 9", session(9, 1000));
        later.close(1000 + 86_400);
        assertEquals(SessionCipher.OVERHEAD_BYTES + 4, Files.size(file));
    }

    @Test
    void fileShowsNothingAndIsForItsOwnerAlone() throws IOException {
        save(3);
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("the-master-secret"));
        assertFalse(text.contains("sensor"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        save(2);
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
        assertEquals(3, load(sessions(true), 1000).store.size());
    }

    @Test
    void lastLoopThatEndsSaves() {
        SharedSessions sessions = sessions(true);
        sessions.open(1000);
        sessions.open(1000);
        sessions.close(1000);
        assertFalse(Files.exists(file));
        sessions.close(1000);
        assertTrue(Files.exists(file));
    }

    @Test
    void saysWhatIsWrongWithAFileAndGoesOnWithoutIt() throws IOException {
        save(3);
        byte[] fine = Files.readAllBytes(file);
        byte[] newer = fine.clone();
        newer[8] = 2;
        byte[] damaged = fine.clone();
        damaged[60] ^= 1;
        byte[] relabeled = fine.clone();
        relabeled[9] ^= 1;
        assertNothingLoadedFrom(newer, "of version 2 (expected: 1)");
        assertNothingLoadedFrom(damaged, "damaged");
        assertNothingLoadedFrom(Arrays.copyOf(fine, fine.length - 1), "damaged");
        assertNothingLoadedFrom(Arrays.copyOf(fine, 20), "cut short");
        assertNothingLoadedFrom(new byte[0], "no file of sessions");
        assertNothingLoadedFrom(relabeled, "the sessions are not a server's");
        assertNothingLoadedFrom(
                new SessionCipher(new byte[16], SessionCipher.Role.SERVER).encrypt(new byte[4]),
                "saved with another key");
    }

    @Test
    void fileOfAServerIsNoneForAClient() {
        save(3);
        Loaded loaded = load(sessions(false), 1000);
        assertEquals(0, loaded.store.size());
        assertTrue(loaded.log.contains("the sessions are not a client's"), loaded.log);
    }

    @Test
    void contentsThatMakeNoSenseAreAProblemOfTheFile() throws IOException {
        SessionCipher cipher = new SessionCipher(KEY, SessionCipher.Role.SERVER);
        assertNothingLoadedFrom(cipher.encrypt(new byte[] {0, 0, 0, 9, 0, 1, 'k', 127, 0, 0, 0}), "");
        assertNothingLoadedFrom(cipher.encrypt(new byte[] {0, 0, 0, 9, 0, 1, 'k', -1, -1, -1, -1}), "");
        assertNothingLoadedFrom(cipher.encrypt(new byte[0]), "");
    }

    @Test
    void directoryThatIsNotThereCostsALineInTheLog() {
        SharedSessions lost =
                new SharedSessions(SessionLimits.DEFAULT, SessionFile.at(directory.resolve("no/where"), KEY), true);
        assertEquals(0, load(lost, 1000).store.size());
        lost.close(1000);
    }

    @Test
    void keyIsOfAFileOrOf16To64Bytes() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> SessionFile.at(file, new byte[15]));
        assertThrows(IllegalArgumentException.class, () -> SessionFile.at(file, new byte[65]));
        Path keyFile = directory.resolve("key");
        Files.writeString(keyFile, "00112233445566778899aabbccddeeff\n");
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r--r--"));
        assertThrows(CredentialException.class, () -> SessionFile.at(file, keyFile));
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
        assertEquals((byte) 0x11, SessionFile.at(file, keyFile).key()[1]);
        Files.writeString(keyFile, "sesame");
        String message = assertThrows(CredentialException.class, () -> SessionFile.at(file, keyFile))
                .getMessage();
        assertTrue(message.contains("openssl rand -hex 32"), message);
        assertFalse(message.contains("sesame"), message);
    }
}
