package dev.pipit.coap.dtls.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials in PEM, those of openssl among them: {@code src/test/resources/keys}, made by the script there. */
class PemCredentialTest {
    private static final Path KEYS = Path.of("src/test/resources/keys");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec-pkcs8.pem",
                "ec-sec1.pem",
                "ec-with-parameters.pem",
                "ec-p384.pem",
                "rsa-pkcs8.pem",
                "rsa-pkcs1.pem"
            })
    void readsKeysOfOpensslAndTheirPublicHalves(String name) throws IOException {
        RawKeyCredential credential = RawKeyCredential.read(secret(name));
        assertTrue(KeyPairCheck.belongTogether(credential.privateKey(), credential.publicKey()));
        assertEquals("RawKeyCredential[" + (name.startsWith("ec") ? "EC" : "RSA") + "]", credential.toString());
    }

    @Test
    void readsARawKeyInTwoFiles() throws IOException {
        RawKeyCredential.read(secret("ec-pkcs8.pem"), KEYS.resolve("ec-public.pem"));
        RawKeyCredential ed = RawKeyCredential.read(secret("ed25519.pem"), KEYS.resolve("ed25519-public.pem"));
        assertEquals("RawKeyCredential[EdDSA]", ed.toString());
        Path key = secret("ec-p384.pem");
        assertMessage(
                key + ": does not belong to " + KEYS.resolve("ec-public.pem") + " (expected: two halves of one key)",
                () -> RawKeyCredential.read(key, KEYS.resolve("ec-public.pem")));
        Path edwards = secret("ed25519.pem");
        assertMessage(
                edwards + " line 1: the private key does not contain its public key (expected: beside it;"
                        + " run: openssl pkey -pubout -in " + edwards + " >>" + edwards + ")",
                () -> RawKeyCredential.read(edwards));
    }

    @Test
    void readsBothHalvesOfARawKeyFromOneFile() throws IOException {
        String publicKey = Files.readString(KEYS.resolve("ed25519-public.pem"));
        Path both = secret("ed25519.pem");
        Files.writeString(both, publicKey, StandardOpenOption.APPEND);
        assertEquals(
                PublicKeys.parse("it", publicKey).get(0),
                RawKeyCredential.read(both).publicKey());
        Path another = secret("ec-p384.pem");
        Files.writeString(another, Files.readString(KEYS.resolve("ec-public.pem")), StandardOpenOption.APPEND);
        assertMessage(
                another
                        + " line 1: does not belong to the public key in the same file (expected: two halves of one key)",
                () -> RawKeyCredential.read(another));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec-encrypted.pem", "ec-encrypted-old.pem"})
    void saysHowToDecryptAKey(String name) throws IOException {
        Path key = secret(name);
        assertMessage(
                key + " line 1: the private key is encrypted (expected: without a passphrase; run: openssl pkey -in "
                        + key + " -out FILE.pem, and chmod 600 FILE.pem)",
                () -> PrivateKeys.read(key));
    }

    @Test
    void saysWhichKeysAreNotForUs() throws IOException {
        Path curve = secret("ec-secp256k1.pem");
        assertMessage(
                curve + " line 1: PRIVATE KEY cannot be used, a curve that is none of P-256, P-384 and P-521"
                        + " (expected: EC on P-256, P-384 or P-521, RSA or Ed25519)",
                () -> PrivateKeys.read(curve));
        String ed448 = messageOf(() -> PublicKeys.read(KEYS.resolve("ed448-public.pem")));
        assertTrue(ed448.contains("an algorithm that is none of EC, RSA and Ed25519"), ed448);
    }

    @Test
    void readsSeveralPublicKeys() throws IOException {
        String both =
                Files.readString(KEYS.resolve("ec-public.pem")) + Files.readString(KEYS.resolve("ed25519-public.pem"));
        assertEquals(2, PublicKeys.parse("both", both).size());
        String key = Files.readString(KEYS.resolve("ec-pkcs8.pem"));
        assertMessage(
                "k line 1: PRIVATE KEY (expected: PUBLIC KEY; run: openssl pkey -pubout -in k)",
                () -> PublicKeys.parse("k", key));
    }

    @Test
    void readsTheChainAndKeyThatTheDocumentedCommandsMake() throws IOException {
        X509Credential credential = X509Credential.read(KEYS.resolve("device-chain.pem"), secret("device-key.pem"));
        assertEquals(2, credential.chain().size());
        assertEquals("X509Credential[CN=sensor.example]", credential.toString());
        CertificateCheck check = new CertificateCheck(TrustAnchors.read(KEYS.resolve("ca.pem")));
        Instant now = Instant.parse("2030-01-01T00:00:00Z");
        assertEquals(Optional.empty(), check.checkServer(credential.chain(), "sensor.example", 5684, now));
        assertEquals(Optional.empty(), check.checkClient(credential.chain(), now));
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws IOException {
        Path key = secret("ec-pkcs8.pem");
        assertMessage(
                key + ": the private key does not belong to CN=sensor.example of " + KEYS.resolve("device-chain.pem")
                        + " (expected: the key it was made for)",
                () -> X509Credential.read(KEYS.resolve("device-chain.pem"), key));
    }

    @Test
    void refusesAChainInTheWrongOrder() {
        TestCertificates root = TestCertificates.authority("CN=Root");
        TestCertificates device = new TestCertificates("CN=device");
        X509Certificate issued = device.issuedBy(root);
        assertMessage(
                "certificate chain: certificate 2, CN=device, did not issue certificate 1, CN=Root"
                        + " (expected: the own certificate, then its issuers)",
                () -> new X509Credential(List.of(root.selfSigned(), issued), root.keys.getPrivate()));
        assertMessage(
                "certificate chain: empty (expected: the certificate, then its issuers)",
                () -> new X509Credential(List.of(), root.keys.getPrivate()));
        assertEquals(
                "X509Credential[CN=device]",
                new X509Credential(List.of(issued, root.selfSigned()), device.keys.getPrivate()).toString());
    }

    @Test
    void aKeyBelongsToNoOtherKindOfKey() throws NoSuchAlgorithmException {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        KeyPair ec = TestCertificates.ecKeys("secp256r1");
        KeyPair p384 = TestCertificates.ecKeys("secp384r1");
        assertEquals(false, KeyPairCheck.belongTogether(rsa.getPrivate(), ec.getPublic()));
        assertEquals(false, KeyPairCheck.belongTogether(p384.getPrivate(), ec.getPublic()));
        assertTrue(KeyPairCheck.belongTogether(rsa.getPrivate(), rsa.getPublic()));
    }

    @Test
    void saysWhatIsWrongWithPem() throws IOException {
        String certificate = Files.readString(KEYS.resolve("ca.pem"));
        String[] lines = certificate.lines().toArray(String[]::new);
        assertMessage("c: no PEM block (expected: -----BEGIN ...-----)", () -> TrustAnchors.parse("c", "hello"));
        assertMessage(
                "c line 1: BEGIN CERTIFICATE without an end (expected: -----END CERTIFICATE-----)",
                () -> TrustAnchors.parse("c", lines[0] + "\n" + lines[1]));
        assertMessage(
                "c line 3: -----BEGIN X----- (expected: -----END CERTIFICATE-----)",
                () -> TrustAnchors.parse("c", lines[0] + "\n" + lines[1] + "\n-----BEGIN X-----"));
        assertMessage(
                "c line 1: -----END CERTIFICATE----- without its BEGIN (expected: whole PEM blocks)",
                () -> TrustAnchors.parse("c", "-----END CERTIFICATE-----"));
        assertMessage(
                "c line 3: not Base64 (expected: the CERTIFICATE that began in line 1)",
                () -> TrustAnchors.parse("c", lines[0] + "\n" + lines[1] + "\n?\n-----END CERTIFICATE-----"));
        assertMessage(
                "c line 2: CERTIFICATE is not Base64 as a whole (expected: nothing missing or added)",
                () -> TrustAnchors.parse("c", "\n" + lines[0] + "\nAAAAA\n-----END CERTIFICATE-----"));
        assertMessage(
                "c line 1: CERTIFICATE is empty",
                () -> TrustAnchors.parse("c", lines[0] + "\n-----END CERTIFICATE-----"));
        assertMessage(
                "c line 1: not a certificate (expected: X.509 in DER, Base64 around it)",
                () -> TrustAnchors.parse("c", lines[0] + "\nAAAA\n-----END CERTIFICATE-----"));
        assertEquals(
                2,
                TrustAnchors.parse("c", "Two of them\n" + certificate + "\n# and\r\n" + certificate)
                        .certificates()
                        .size());
    }

    @Test
    void saysWhatWasExpectedInsteadOfAnotherBlock() throws IOException {
        String certificate = Files.readString(KEYS.resolve("ca.pem"));
        String key = Files.readString(KEYS.resolve("ec-pkcs8.pem"));
        assertMessage("k line 1: CERTIFICATE (expected: PRIVATE KEY)", () -> PrivateKeys.parse("k", certificate));
        long second = certificate.lines().count() + 1;
        assertMessage(
                "k line " + second + ": PRIVATE KEY (expected: CERTIFICATE)",
                () -> TrustAnchors.parse("k", certificate + key));
        assertEquals("EC", PrivateKeys.parse("k", certificate + key).getAlgorithm());
        assertMessage(
                "k line " + (key.lines().count() + 1) + ": a second private key (expected: one)",
                () -> PrivateKeys.parse("k", key + key));
        assertMessage(
                "k line 1: CERTIFICATE (expected: PUBLIC KEY; run: openssl x509 -pubkey -noout -in k)",
                () -> PublicKeys.parse("k", certificate));
    }

    @Test
    void everyTruncationOfAKeyIsOneLine() throws IOException {
        byte[] der = Pem.parse("k", Files.readString(KEYS.resolve("ec-sec1.pem")))
                .get(0)
                .der();
        for (int length = 1; length < der.length; length++) {
            byte[] cut = Arrays.copyOf(der, length);
            for (String label : List.of("EC PRIVATE KEY", "PRIVATE KEY", "RSA PRIVATE KEY")) {
                String message = messageOf(() -> PrivateKeys.parse("k", TestCertificates.pem(label, cut)));
                assertTrue(message.startsWith("k line 1: " + label + " cannot be used, "), message);
                assertEquals(1, message.lines().count());
            }
        }
    }

    /** Git does not keep permissions. */
    private Path secret(String name) throws IOException {
        Path copy = Files.copy(KEYS.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        }
        return copy;
    }

    private static String messageOf(Runnable call) {
        return assertThrows(CredentialException.class, call::run).getMessage();
    }

    private static void assertMessage(String expected, Runnable call) {
        PskFileTest.assertMessage(expected, call);
    }
}
