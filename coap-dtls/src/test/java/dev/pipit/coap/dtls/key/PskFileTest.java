package dev.pipit.coap.dtls.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PskFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dev,secret | dev | 736563726574",
                "dev:secret | dev | 736563726574",
                "  dev , 0xA1b2 | dev | a1b2",
                "dev:hex:a1b2 | dev | a1b2",
                "urn:imei:1234:0xa1b2 | urn:imei:1234 | a1b2",
                "urn:imei:1234,a:b,c | urn:imei:1234 | 613a622c63",
                "dev,#x | dev | 2378"
            })
    void readsIdentityAndKey(String line, String identity, String key) {
        PskFile file = PskFile.parse("psk.txt", "# devices\n\n" + line + "\r\n");
        assertArrayEquals(HexFormat.of().parseHex(key), file.key(identity).orElseThrow());
        assertEquals(List.of(identity), List.copyOf(file.identities()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "device secret | no separator (expected: identity,key or identity:key)",
                "a:b:c | several colons, and no comma (expected: identity,key, as which colon ends the identity?)",
                "dev, | identity \"dev\": PSK of 0 bytes (expected: 1-128)",
                ",key | identity of 0 bytes (expected: 1-128)",
                "dev,0x123 | identity \"dev\": PSK of 3 hexadecimal digits (expected: an even number)",
                "dev,hex:12x4 | identity \"dev\": PSK with something else at digit 3"
                        + " (expected: 0-9, a-f; for a key that is text, no 0x or hex: before it)",
                "first,other | identity \"first\" is in line 1 already (expected: each once)"
            })
    void saysWhichLineIsWrongAndShowsNoKey(String line, String message) {
        assertMessage("psk.txt line 3: " + message, () -> PskFile.parse("psk.txt", "first,secret\n# two\n" + line));
    }

    @Test
    void saysThatAFileHasNoKeys() {
        assertMessage("p: no key (expected: lines of identity,key)", () -> PskFile.parse("p", "# nothing\n\n"));
    }

    @Test
    void identitiesAndKeysHaveAtMost128Bytes() {
        String longest = "x".repeat(128);
        assertEquals(
                128, PskFile.parse("p", longest + "," + longest).key(longest).orElseThrow().length);
        assertMessage("p line 1: identity of 129 bytes (expected: 1-128)", () -> PskFile.parse("p", longest + "x,k"));
        assertMessage("PSK of 129 bytes (expected: 1-128)", () -> PskKeys.parse(longest + "x"));
    }

    @Test
    void keysAreTextOrHexadecimal() {
        assertArrayEquals("secret".getBytes(StandardCharsets.UTF_8), PskKeys.parse("secret"));
        assertArrayEquals(new byte[] {(byte) 0xab, 1}, PskKeys.parse("0xAB01"));
        assertArrayEquals(new byte[] {(byte) 0xab, 1}, PskKeys.parse("hex:ab01"));
        assertArrayEquals("ab01".getBytes(StandardCharsets.UTF_8), PskKeys.parse("ab01"));
    }

    @Test
    void keysAreCopiedAndNotShown() {
        PskFile file = PskFile.parse("p", "dev,secret");
        file.key("dev").orElseThrow()[0] = 0;
        file.keys().get("dev")[0] = 0;
        assertEquals('s', file.key("dev").orElseThrow()[0]);
        assertEquals("PskFile[dev]", file.toString());
        assertFalse(file.key("other").isPresent());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesAFileThatEverybodyCanRead() throws IOException {
        Path file = folder.resolve("psk.txt");
        Files.writeString(file, "dev,secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertMessage(
                file + ": holds secrets, and its permissions are rw-r--r--"
                        + " (expected: nothing for others; run: chmod 600 " + file + ")",
                () -> PskFile.read(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals("PskFile[dev]", PskFile.read(file).toString());
    }

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        Path missing = folder.resolve("missing.txt");
        assertMessage(missing + ": no such file", () -> PskFile.read(missing));
        assertMessage(folder + ": is a directory (expected: a file)", () -> PskFile.read(folder));
        Path large = folder.resolve("large.txt");
        Files.write(large, new byte[(1 << 20) + 1]);
        assertMessage(large + ": 1048577 bytes (expected: at most 1048576 for credentials)", () -> PskFile.read(large));
        Path binary = folder.resolve("binary.der");
        Files.write(binary, new byte[] {0x30, (byte) 0x82, (byte) 0xff});
        assertMessage(
                binary + ": not text (expected: PEM or UTF-8; a DER certificate is converted by: "
                        + "openssl x509 -inform DER -in " + binary + " -out FILE.pem)",
                () -> TrustAnchors.read(binary));
    }

    static void assertMessage(String expected, Runnable call) {
        assertEquals(
                expected, assertThrows(CredentialException.class, call::run).getMessage());
    }
}
