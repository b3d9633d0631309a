package dev.pipit.coap.dtls.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.Requirement;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedKeysTest {
    private static final PublicKey KEY = TestCertificates.ecKeys("secp256r1").getPublic();
    private static final PublicKey OTHER = TestCertificates.ecKeys("secp256r1").getPublic();

    /** RFC 6920 §8.2, figure 9. */
    private static final String EXAMPLE =
            "30820122300d06092a864886f70d01010105000382010f003082010a0282010100a25f83da9bd9f17a3a3667"
                    + "bafd5a940ecf16d55a553a5ed403b1658e6dcfa3b7dba4e7cc0f52c67d351dc468c2bd7b9ddbe40ad710cdf9"
                    + "5320ee0dd7566e5b7aae2c5f830a193c725896d686e80ee694eb5cf2903ef3a88a8856b6cd3638762297b16b"
                    + "3c9c07f34f9708a1bc29389b81062b7460387a932f39be1234096e0b5710b7a37bf2c6eed6c1e5ecaec59c83"
                    + "14f46b58e2def2ffc97707e3f34c97cf1a289e38a1b3934175a1a4763f4d78d744d61ae3cee25dc5784cb531"
                    + "222ec74b8c6f56785ca1c4c01dcae5b944d7e9909cbceeb0a2b1dcda6da00ff6ad1e2c12a2a766603e36d491"
                    + "41c2f2e769392c9dd2dfb5a34495487c876489ddbf0501eedd0203010001";

    private static String shortIdentifier(PublicKey key) {
        String whole = KeyIdentifier.of(key).toString();
        byte[] hash = Base64.getUrlDecoder().decode(whole.substring(whole.indexOf(';') + 1));
        return "ni:///sha-256-120;" + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 15));
    }

    @Test
    @Requirement("R7252-150")
    void exampleHasTheIdentifiersOfRfc6920() throws GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(EXAMPLE)));
        assertEquals(
                "ni:///sha-256;UyaQV-Ev4rdLoHyJJWCi11OHfrYv9E1aGQAlMO2X_-Q",
                KeyIdentifier.of(key).toString());
        assertTrue(KeyIdentifier.parse("ni:///sha-256-120;UyaQV-Ev4rdLoHyJJWCi").matches(key));
    }

    @Test
    void containsWhatItIsMadeOfAndNothingElse() {
        TrustedKeys keys = TrustedKeys.of(List.of(KEY));
        assertTrue(keys.contains(KEY));
        assertFalse(keys.contains(OTHER));
    }

    @Test
    void readsKeysAndIdentifiersFromOneFile() {
        String text = TestCertificates.pem("PUBLIC KEY", KEY.getEncoded()) + "\n# another\n" + shortIdentifier(OTHER);
        TrustedKeys keys = TrustedKeys.parse("keys.pem", text);
        assertTrue(keys.contains(KEY));
        assertTrue(keys.contains(OTHER));
        assertFalse(keys.contains(TestCertificates.ecKeys("secp256r1").getPublic()));
    }

    @Test
    @Requirement("R7252-150")
    void identifierIsTheSameForTheSameKeyAndMatchesWholeAndShort() throws GeneralSecurityException {
        PublicKey copy = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(KEY.getEncoded()));
        KeyIdentifier identifier = KeyIdentifier.of(KEY);
        assertEquals(identifier, KeyIdentifier.of(copy));
        assertEquals(identifier, KeyIdentifier.parse(identifier.toString()));
        assertTrue(KeyIdentifier.parse(shortIdentifier(KEY)).matches(copy));
        assertFalse(KeyIdentifier.parse(shortIdentifier(KEY)).matches(OTHER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha-256;UyaQV-Ev4rdLoHyJJWCi11OHfrYv9E1aGQAlMO2X_-Q",
                "ni:///sha-256;UyaQV",
                "ni:///sha-256;UyaQV+Ev4rdLoHyJJWCi11OHfrYv9E1aGQAlMO2X/+Q",
                "ni:///sha-256-32;UyaQVw",
                "ni:///sha-256-120;UyaQV-Ev4rdLoHyJJWCi11OHfrYv9E1aGQAlMO2X_-Q"
            })
    void refusesOtherIdentifiers(String uri) {
        CredentialException refused = assertThrows(CredentialException.class, () -> KeyIdentifier.parse(uri));
        assertTrue(refused.getMessage().contains("\"" + uri + "\" (expected: ni:///sha-256;"), refused.getMessage());
    }

    @Test
    void saysInWhichLineAnIdentifierIsNone() {
        CredentialException refused =
                assertThrows(CredentialException.class, () -> TrustedKeys.parse("list", "# x\nni:///sha-256;x\n"));
        assertTrue(refused.getMessage().startsWith("list line 2: key identifier"), refused.getMessage());
    }

    @Test
    void refusesNoneAndKeysOfOtherKinds() throws GeneralSecurityException {
        assertThrows(CredentialException.class, () -> TrustedKeys.of(List.of()));
        assertThrows(CredentialException.class, () -> TrustedKeys.parse("empty", "# nothing\n"));
        PublicKey p384 = TestCertificates.ecKeys("secp384r1").getPublic();
        assertThrows(CredentialException.class, () -> TrustedKeys.of(List.of(p384)));
        PublicKey rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
        CredentialException refused = assertThrows(CredentialException.class, () -> TrustedKeys.of(List.of(rsa)));
        assertEquals("trusted key of RSA (expected: EC on P-256)", refused.getMessage());
    }
}
