package dev.pipit.coap.dtls.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** Makes certificates for tests, wrong ones as well. */
public final class TestCertificates {
    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final AlgorithmIdentifier ECDSA_SHA256 =
            new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2"));

    public final KeyPair keys;
    private final String subject;
    private final ExtensionsGenerator extensions = new ExtensionsGenerator();
    private Instant from = Instant.parse("2026-01-01T00:00:00Z");
    private Instant until = Instant.parse("2027-01-01T00:00:00Z");

    public TestCertificates(String subject) {
        this.subject = subject;
        this.keys = ecKeys("secp256r1");
    }

    public static KeyPair ecKeys(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TestCertificates authority(String subject) {
        return new TestCertificates(subject)
                .extension(Extension.basicConstraints, new BasicConstraints(true))
                .extension(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign));
    }

    public TestCertificates extension(ASN1ObjectIdentifier id, ASN1Encodable value) {
        try {
            extensions.addExtension(id, true, value);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public TestCertificates usage(int usage) {
        return extension(Extension.keyUsage, new KeyUsage(usage));
    }

    public TestCertificates purpose(KeyPurposeId... purposes) {
        return extension(Extension.extendedKeyUsage, new ExtendedKeyUsage(purposes));
    }

    public TestCertificates names(GeneralName... names) {
        return extension(Extension.subjectAlternativeName, new GeneralNames(names));
    }

    public TestCertificates valid(String validFrom, String validUntil) {
        from = Instant.parse(validFrom);
        until = Instant.parse(validUntil);
        return this;
    }

    public X509Certificate selfSigned() {
        return issuedBy(this);
    }

    public X509Certificate issuedBy(TestCertificates issuer) {
        return issuedBy(issuer.subject, issuer.keys);
    }

    public X509Certificate issuedBy(String issuer, KeyPair issuerKeys) {
        try {
            V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
            generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(7)));
            generator.setSignature(ECDSA_SHA256);
            generator.setIssuer(new X500Name(issuer));
            generator.setSubject(new X500Name(subject));
            generator.setStartDate(new Time(Date.from(from)));
            generator.setEndDate(new Time(Date.from(until)));
            generator.setSubjectPublicKeyInfo(
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
            if (!extensions.isEmpty()) {
                generator.setExtensions(extensions.generate());
            }
            TBSCertificate content = generator.generateTBSCertificate();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(issuerKeys.getPrivate());
            signature.update(content.getEncoded("DER"));
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(content);
            parts.add(ECDSA_SHA256);
            parts.add(new DERBitString(signature.sign()));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(new DERSequence(parts).getEncoded("DER")));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A private key that contains its public one (RFC 5915 §3), which GnuTLS asks for, and the JDK leaves out. */
    public static String ecPrivateKey(KeyPair keys) {
        try {
            SubjectPublicKeyInfo info =
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
            ASN1Encodable curve = info.getAlgorithm().getParameters();
            BigInteger secret = ((ECPrivateKey) keys.getPrivate()).getS();
            return pem(
                    "EC PRIVATE KEY",
                    new org.bouncycastle.asn1.sec.ECPrivateKey(
                                    256,
                                    secret,
                                    new DERBitString(info.getPublicKeyData().getBytes()),
                                    curve)
                            .getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
