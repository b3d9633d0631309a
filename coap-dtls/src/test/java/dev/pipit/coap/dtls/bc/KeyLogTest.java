package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.transport.DatagramSecurity;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The secrets of both sides in files of their own. */
class KeyLogTest {
    private static final int CLIENT_HELLO = 1;
    private static final int RANDOM_AT = 27;

    @TempDir
    Path directory;

    private DatagramSecurity.Factory servers(Path file) {
        return DtlsSecurity.server(DtlsConfig.builder()
                .pskStore(PskStore.of(Map.of("me", Pair.KEY)))
                .keyLog(file)
                .build());
    }

    private DatagramSecurity.Factory clients(Path file) {
        return DtlsSecurity.client(
                DtlsConfig.builder().psk("me", Pair.KEY).keyLog(file).build());
    }

    @Test
    void bothSidesLogTheSameSecretUnderTheClientsRandom() throws Exception {
        Path server = directory.resolve("server");
        Path client = directory.resolve("client");
        DatagramSecurity.Factory servers = servers(server);
        DatagramSecurity.Factory clients = clients(client);
        byte[] first;
        byte[] second;
        try (Pair pair = new Pair(servers, clients).establish()) {
            first = random(pair);
        }
        try (Pair pair = new Pair(servers, clients).establish()) {
            second = random(pair);
        }
        List<String> lines = Files.readAllLines(server);
        assertEquals(lines, Files.readAllLines(client));
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).matches("CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}"), lines.get(0));
        assertEquals(HexFormat.of().formatHex(first), lines.get(0).split(" ", -1)[1]);
        assertEquals(HexFormat.of().formatHex(second), lines.get(1).split(" ", -1)[1]);
        // The second handshake has resumed the session of the first, and so its master secret.
        assertEquals(lines.get(0).split(" ", -1)[2], lines.get(1).split(" ", -1)[2]);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(server)));
    }

    /** The random of the client's first message. */
    private static byte[] random(Pair pair) {
        byte[] hello = pair.client.sent.get(0);
        assertEquals(CLIENT_HELLO, hello[13]);
        return Arrays.copyOfRange(hello, RANDOM_AT, RANDOM_AT + 32);
    }

    @Test
    void logSaysLoudlyThatItIsOn() throws Exception {
        Path file = directory.resolve("keys");
        String text = logOf(() -> new Pair(servers(file), clients(directory.resolve("other"))).close());
        assertTrue(text.contains("WARN"), text);
        assertTrue(text.contains("KEY LOG: the secrets of all DTLS associations are written to " + file), text);
    }

    @Test
    void fileThatOthersCanReadIsNotWritten() throws Exception {
        Path file = Files.createFile(directory.resolve("keys"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        String text = logOf(() -> {
            try (Pair pair = new Pair(servers(file), clients(directory.resolve("other")))) {
                pair.establish();
            }
        });
        assertTrue(text.contains("others can read it (run: chmod 600 " + file), text);
        assertEquals(0, Files.size(file));
    }

    @Test
    void nothingIsLoggedByDefault() {
        assertFalse(DtlsConfig.psk("me", Pair.KEY).keyLog().isPresent());
    }

    private static String logOf(Runnable action) {
        PrintStream real = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(real);
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
