package dev.pipit.coap.dtls.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.key.CertificateProblem.Reason;
import dev.pipit.coap.testkit.Requirement;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateCheckTest {
    private static final TestCertificates ROOT = TestCertificates.authority("CN=Root");
    private static final X509Certificate ROOT_CERTIFICATE = ROOT.selfSigned();
    private static final GeneralName HOST = new GeneralName(GeneralName.dNSName, "sensor.example");

    private final CertificateCheck check = new CertificateCheck(new TrustAnchors(List.of(ROOT_CERTIFICATE)));

    @Test
    void acceptsAServerThatATrustAnchorHasIssued() {
        X509Certificate server = server().usage(KeyUsage.digitalSignature)
                .purpose(KeyPurposeId.id_kp_serverAuth)
                .issuedBy(ROOT);
        assertEquals(Optional.empty(), checkServer(server));
        assertEquals(Optional.empty(), checkServer(server, ROOT_CERTIFICATE));
    }

    @Test
    @Requirement("R7925-008")
    void acceptsAChainOfThreeBelowTheTrustAnchor() {
        TestCertificates first = TestCertificates.authority("CN=First");
        TestCertificates second = TestCertificates.authority("CN=Second");
        X509Certificate server = server().issuedBy(second);
        assertEquals(Optional.empty(), checkServer(server, second.issuedBy(first), first.issuedBy(ROOT)));
        assertProblem(
                Reason.UNKNOWN_ISSUER,
                "CN=device was issued by CN=Second, which is not trusted"
                        + " (expected: an issuer in the chain or the trust anchors)",
                checkServer(server));
    }

    @Test
    void acceptsASingleCertificateThatIsTrustedItself() {
        TestCertificates device = server();
        X509Certificate certificate = device.selfSigned();
        CertificateCheck pinned = new CertificateCheck(new TrustAnchors(List.of(certificate)));
        assertEquals(Optional.empty(), check(pinned, certificate));
        assertEquals(Reason.UNKNOWN_ISSUER, reason(check(pinned, server().selfSigned())));
    }

    @Test
    void doesNotBelieveWhatATrustedDeviceHasIssued() {
        TestCertificates device = server();
        X509Certificate other = new TestCertificates("CN=other").names(HOST).issuedBy(device);
        TrustAnchors anchors = new TrustAnchors(List.of(device.selfSigned(), ROOT_CERTIFICATE));
        assertEquals(Reason.UNKNOWN_ISSUER, reason(check(new CertificateCheck(anchors), other)));
        CertificateCheck pinned = new CertificateCheck(new TrustAnchors(List.of(device.selfSigned())));
        assertEquals(Reason.UNKNOWN_ISSUER, reason(check(pinned, other)));
    }

    private static Optional<CertificateProblem> check(CertificateCheck check, X509Certificate certificate) {
        return check.checkServer(List.of(certificate), "sensor.example", 5684, TestCertificates.NOW);
    }

    @Test
    void refusesWhatIsExpiredOrNotYetValid() {
        assertProblem(
                Reason.EXPIRED,
                "CN=device expired at 2026-05-01T00:00:00Z (expected: after 2026-06-01T00:00:00Z)",
                checkServer(server().valid("2026-01-01T00:00:00Z", "2026-05-01T00:00:00Z")
                        .issuedBy(ROOT)));
        assertProblem(
                Reason.NOT_YET_VALID,
                "CN=device is valid from 2026-07-01T00:00:00Z (expected: before 2026-06-01T00:00:00Z,"
                        + " if the clock is right)",
                checkServer(server().valid("2026-07-01T00:00:00Z", "2027-05-01T00:00:00Z")
                        .issuedBy(ROOT)));
        TestCertificates old =
                TestCertificates.authority("CN=Old").valid("2025-01-01T00:00:00Z", "2026-05-31T00:00:00Z");
        assertEquals(Reason.EXPIRED, reason(checkServer(server().issuedBy(old), old.issuedBy(ROOT))));
    }

    @Test
    void refusesAForeignIssuerAlsoOneWithATrustedName() {
        TestCertificates stranger = TestCertificates.authority("CN=Stranger");
        assertEquals(Reason.UNKNOWN_ISSUER, reason(checkServer(server().issuedBy(stranger))));
        assertEquals(Reason.UNKNOWN_ISSUER, reason(checkServer(server().issuedBy(stranger), stranger.selfSigned())));
        TestCertificates impostor = TestCertificates.authority("CN=Root");
        Reason reason = reason(checkServer(server().issuedBy(impostor)));
        assertTrue(reason == Reason.BAD_SIGNATURE || reason == Reason.UNKNOWN_ISSUER, reason.toString());
    }

    @Test
    void refusesAChainWhoseSignaturesDoNotMatch() {
        TestCertificates middle = TestCertificates.authority("CN=Middle");
        X509Certificate forged = server().issuedBy("CN=Middle", TestCertificates.ecKeys("secp256r1"));
        assertProblem(
                Reason.BAD_SIGNATURE,
                "CN=device was not signed by the issuer that it names (expected: a signature of CN=Middle)",
                checkServer(forged, middle.issuedBy(ROOT)));
    }

    @Test
    void refusesADeviceThatIssuesCertificates() {
        TestCertificates device = server();
        assertEquals(
                Reason.NOT_AN_AUTHORITY,
                reason(checkServer(
                        new TestCertificates("CN=other").names(HOST).issuedBy(device), device.issuedBy(ROOT))));
        TestCertificates noSigner = new TestCertificates("CN=No signer")
                .extension(Extension.basicConstraints, new BasicConstraints(true))
                .usage(KeyUsage.digitalSignature);
        assertEquals(
                Reason.NOT_AN_AUTHORITY, reason(checkServer(server().issuedBy(noSigner), noSigner.issuedBy(ROOT))));
        TestCertificates shallow = new TestCertificates("CN=Shallow")
                .extension(Extension.basicConstraints, new BasicConstraints(0))
                .usage(KeyUsage.keyCertSign);
        TestCertificates below = TestCertificates.authority("CN=Below");
        assertEquals(
                Reason.NOT_AN_AUTHORITY,
                reason(checkServer(server().issuedBy(below), below.issuedBy(shallow), shallow.issuedBy(ROOT))));
    }

    @Test
    void refusesACertificateForAnotherUse() {
        X509Certificate client = server().purpose(KeyPurposeId.id_kp_clientAuth).issuedBy(ROOT);
        assertProblem(
                Reason.NOT_FOR_THIS_USE,
                "CN=device is not for a server: its extended key usage is [1.3.6.1.5.5.7.3.2]"
                        + " (expected: serverAuth, 1.3.6.1.5.5.7.3.1)",
                checkServer(client));
        assertEquals(Optional.empty(), check.checkClient(List.of(client), TestCertificates.NOW));
        X509Certificate server = server().purpose(KeyPurposeId.id_kp_serverAuth).issuedBy(ROOT);
        assertEquals(Reason.NOT_FOR_THIS_USE, reason(check.checkClient(List.of(server), TestCertificates.NOW)));
        X509Certificate any = server().purpose(KeyPurposeId.anyExtendedKeyUsage).issuedBy(ROOT);
        assertEquals(Optional.empty(), checkServer(any));
        assertProblem(
                Reason.NOT_FOR_THIS_USE,
                "CN=device has a key usage without digitalSignature (expected: with it)",
                checkServer(server().usage(KeyUsage.keyAgreement).issuedBy(ROOT)));
    }

    @Test
    void refusesNoCertificateAndTooMany() {
        assertProblem(
                Reason.NO_CERTIFICATE,
                "no certificate (expected: one for a client)",
                check.checkClient(List.of(), TestCertificates.NOW));
        assertProblem(
                Reason.CHAIN_TOO_LONG,
                "9 certificates (expected: at most 8)",
                check.checkClient(Collections.nCopies(9, ROOT_CERTIFICATE), TestCertificates.NOW));
    }

    @Test
    void saysWhichNamesTheWrongHostHas() {
        X509Certificate server = server().issuedBy(ROOT);
        assertProblem(
                Reason.WRONG_HOST,
                "the server's certificate is for [sensor.example] (expected: other.example)",
                check.checkServer(List.of(server), "other.example", 5684, TestCertificates.NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "2, sensor.example, sensor.example, true",
        "2, sensor.example, SENSOR.Example., true",
        "2, sensor.example, other.example, false",
        "2, sensor.example, a.sensor.example, false",
        "2, *.example, sensor.example, false",
        "2, *.example, *.example, false",
        "6, coaps://sensor.example, sensor.example, true",
        "6, coaps://sensor.example/, sensor.example, true",
        "6, coaps://sensor.example:5684/x, sensor.example, true",
        "6, coaps://sensor.example:7000, sensor.example, false",
        "6, coap://sensor.example, sensor.example, false",
        "6, https://sensor.example, sensor.example, false",
        "6, coaps://[2001:db8::1], 2001:db8:0::1, true",
        "7, 192.0.2.1, 192.0.2.1, true",
        "7, 192.0.2.1, 192.0.2.2, false",
        "7, 2001:db8::1, [2001:db8:0:0::1], true",
        "2, 192.0.2.1, 192.0.2.1, true",
        "2, 01-23-45-67-89-AB-CD-EF, 0123456789abcdef, true",
        "2, 01-23-45-67-89-AB-CD-EF, 01:23:45:67:89:ab:cd:ee, false",
        "1, a@sensor.example, sensor.example, false"
    })
    @Requirement("R7925-005")
    void comparesTheHostWithSubjectAlternativeNames(int type, String name, String host, boolean match) {
        X509Certificate server = new TestCertificates("CN=unused")
                .names(new GeneralName(type, name))
                .issuedBy(ROOT);
        assertEquals(match, CertificateNames.of(server).match(host, 5684));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=sensor.example,O=Example | sensor.example | true",
                "O=Example,CN=other,CN=sensor.example | other | false",
                "O=Example | Example | false",
                "O=a\\,CN\\=sensor.example | sensor.example | false",
                "CN=*.example | sensor.example | false",
                "CN=01-23-45-67-89-ab-cd-ef | 01-23-45-67-89-AB-CD-EF | true"
            })
    void comparesTheHostWithTheCommonNameWhereThereIsNoAlternative(String subject, String host, boolean match) {
        X509Certificate server = new TestCertificates(subject).issuedBy(ROOT);
        assertEquals(match, CertificateNames.of(server).match(host, 5684));
        assertFalse(
                CertificateNames.of(new TestCertificates(subject).names(HOST).issuedBy(ROOT))
                        .match("other", 5684));
    }

    @Test
    void ignoresTheCommonNameWhereThereAreAlternatives() {
        X509Certificate server =
                new TestCertificates("CN=other.example").names(HOST).issuedBy(ROOT);
        assertFalse(CertificateNames.of(server).match("other.example", 5684));
    }

    @Test
    void findsTheEui64OfADevice() {
        X509Certificate device = new TestCertificates("CN=0123456789ABCDEF").issuedBy(ROOT);
        assertEquals(
                Optional.of("01-23-45-67-89-ab-cd-ef"),
                CertificateNames.of(device).eui64());
        assertEquals(
                Optional.empty(), CertificateNames.of(server().issuedBy(ROOT)).eui64());
    }

    private static TestCertificates server() {
        return new TestCertificates("CN=device").names(HOST);
    }

    private Optional<CertificateProblem> checkServer(X509Certificate... chain) {
        return check.checkServer(List.of(chain), "sensor.example", 5684, TestCertificates.NOW);
    }

    private static Reason reason(Optional<CertificateProblem> problem) {
        return problem.orElseThrow().reason();
    }

    private static void assertProblem(Reason reason, String message, Optional<CertificateProblem> problem) {
        assertEquals(Optional.of(new CertificateProblem(reason, message)), problem);
    }
}
