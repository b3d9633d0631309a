package dev.pipit.coap.dtls.bc;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a ClientHello says of certificates: the types that the client knows, and has (RFC 7250 §4.1), the ones that it
 * prefers first, and the name that it asks for (RFC 6066 §3).
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares it
record CertificateOffer(short[] serverTypes, short[] clientTypes, String serverName) {
    private static final short[] WITHOUT_EXTENSION = {CertificateType.X509};

    /** Out of the extensions of a ClientHello; where one is none, nothing is offered. */
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // as BouncyCastle has it
    static CertificateOffer of(@Nullable Hashtable extensions, TlsContext context) {
        try {
            short[] server = TlsExtensionsUtils.getServerCertificateTypeExtensionClient(extensions);
            short[] client = TlsExtensionsUtils.getClientCertificateTypeExtensionClient(extensions);
            return new CertificateOffer(
                    server == null ? WITHOUT_EXTENSION : server,
                    client == null ? WITHOUT_EXTENSION : client,
                    ServerResumption.serverName(context));
        } catch (IOException e) {
            return new CertificateOffer(new short[0], new short[0], "");
        }
    }

    /** What the client is to show: RFC 7250 §4.2, its first choice of those that we know; -1 where there is none. */
    int clientType(short[] known) {
        for (short type : clientTypes) {
            if (Arrays.contains(known, type)) {
                return type;
            }
        }
        return -1;
    }
}
