package dev.pipit.coap.dtls.bc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.TlsContext;

/** What is derived from secrets of handshakes and credentials. */
final class HandshakeSecrets {
    private HandshakeSecrets() {}

    /** The master secret of a handshake that is done; a copy. */
    static byte[] masterSecret(TlsContext context) {
        return context.getCrypto()
                .adoptSecret(context.getSecurityParametersConnection().getMasterSecret())
                .extract();
    }

    /** Stands for a pre-shared key: another key, or another identity, gives another value. */
    static byte[] mark(byte[] key, String identity) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update("pipit session ".getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(identity.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no HmacSHA256 in this JDK", e);
        }
    }
}
