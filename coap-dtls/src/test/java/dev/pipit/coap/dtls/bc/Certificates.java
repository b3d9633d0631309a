package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.X509Credential;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;

/** A server and a client with certificates of the same issuer. */
final class Certificates {
    private static final TestCertificates ROOT =
            TestCertificates.authority("CN=Root").valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");

    private Certificates() {}

    static DtlsConfig server() throws Exception {
        return config(new TestCertificates("CN=server").names(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    }

    static DtlsConfig client() throws Exception {
        return config(new TestCertificates("CN=sensor-1"));
    }

    private static DtlsConfig config(TestCertificates subject) throws Exception {
        subject.valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");
        return DtlsConfig.builder()
                .certificate(new X509Credential(List.of(subject.issuedBy(ROOT)), subject.keys.getPrivate()))
                .trust(new TrustAnchors(List.of(ROOT.selfSigned())))
                .build();
    }
}
