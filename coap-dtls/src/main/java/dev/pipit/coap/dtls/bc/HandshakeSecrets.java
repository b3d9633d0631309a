package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.key.X509Credential;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.TlsContext;
import org.jspecify.annotations.Nullable;

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

    /** Stands for our certificate; empty where we have none. */
    static byte[] mark(@Nullable X509Credential credential) {
        if (credential == null) {
            return new byte[0];
        }
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(credential.chain().get(0).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(credential + " has no SHA-256", e);
        }
    }
}
