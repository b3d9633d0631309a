package dev.pipit.coap.dtls.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.key.CertificateProblem.Reason;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidPathsTest {
    private static final TestCertificates ROOT = TestCertificates.authority("CN=Root");

    private static X509Certificate device(String name) {
        return new TestCertificates("CN=" + name).issuedBy(ROOT);
    }

    @Test
    void keepsThoseThatWereAskedForLast() {
        ValidPaths paths = new ValidPaths(100);
        for (int i = 0; i < 1000; i++) {
            paths.add("path " + i);
            assertTrue(paths.contains("path 0"));
        }
        assertEquals(100, paths.size());
        assertFalse(paths.contains("path 500"));
        assertTrue(paths.contains("path 999"));
    }

    @Test
    void eachPathHasItsDigest() throws Exception {
        X509Certificate one = device("one");
        X509Certificate two = device("two");
        assertEquals(ValidPaths.digest(List.of(one, two)), ValidPaths.digest(List.of(one, two)));
        assertNotEquals(ValidPaths.digest(List.of(one, two)), ValidPaths.digest(List.of(two, one)));
        assertNotEquals(ValidPaths.digest(List.of(one)), ValidPaths.digest(List.of(one, two)));
    }

    @Test
    void whatWasValidOnceExpiresAllTheSame() {
        CertificateCheck check = new CertificateCheck(new TrustAnchors(List.of(ROOT.selfSigned())));
        List<X509Certificate> chain = List.of(device("device"));
        assertTrue(check.checkClient(chain, TestCertificates.NOW).isEmpty());
        assertTrue(check.checkClient(chain, TestCertificates.NOW).isEmpty());
        assertEquals(
                Reason.EXPIRED,
                check.checkClient(chain, TestCertificates.NOW.plus(Duration.ofDays(36_500)))
                        .orElseThrow()
                        .reason());
    }

    @Test
    void aPathThatDiffersInOneByteIsWalked() throws Exception {
        CertificateCheck check = new CertificateCheck(new TrustAnchors(List.of(ROOT.selfSigned())));
        X509Certificate device = device("device");
        assertTrue(check.checkClient(List.of(device), TestCertificates.NOW).isEmpty());
        byte[] forged = device.getEncoded();
        forged[forged.length - 1] ^= 1; // within the signature
        X509Certificate other = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(forged));
        assertEquals(
                Reason.BAD_SIGNATURE,
                check.checkClient(List.of(other), TestCertificates.NOW)
                        .orElseThrow()
                        .reason());
    }

    @Test
    void whatOneHasFoundValidIsNothingToAnother() {
        X509Certificate device = device("device");
        CertificateCheck first = new CertificateCheck(new TrustAnchors(List.of(ROOT.selfSigned())));
        assertTrue(first.checkClient(List.of(device), TestCertificates.NOW).isEmpty());
        CertificateCheck second = new CertificateCheck(
                new TrustAnchors(List.of(TestCertificates.authority("CN=Root").selfSigned())));
        assertTrue(second.checkClient(List.of(device), TestCertificates.NOW).isPresent());
    }
}
