package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.pipit.coap.dtls.key.X509Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.Bytes;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/**
 * A client or a server on Scandium, Californium's DTLS. It speaks as much CoAP as is needed to ask and to answer: one GET, and
 * one response with the name of who has asked.
 */
final class ScandiumPeer implements AutoCloseable {
    static final int NO_CONNECTION_ID = -1;

    private static final byte[] GET = {0x41, 1, 0, 0, 7, (byte) 0xb3, 'w', 'h', 'o'};
    private static final char PAYLOAD_MARKER = 0xff;

    private final DTLSConnector connector;
    private final BlockingQueue<RawData> received = new LinkedBlockingQueue<>();
    private int messageId;

    private ScandiumPeer(DtlsConnectorConfig.Builder config, boolean server) throws IOException {
        connector = new DTLSConnector(config.build());
        connector.setRawDataReceiver(datagram -> {
            if (server) {
                answer(datagram);
            }
            received.add(datagram);
        });
        connector.start();
    }

    /** One that asks. */
    static ScandiumPeer client(UnaryOperator<DtlsConnectorConfig.Builder> credentials, int connectionIdBytes)
            throws IOException {
        return new ScandiumPeer(credentials.apply(config(DtlsConfig.DtlsRole.CLIENT_ONLY, connectionIdBytes)), false);
    }

    /** One that answers. */
    static ScandiumPeer server(UnaryOperator<DtlsConnectorConfig.Builder> credentials, int connectionIdBytes)
            throws IOException {
        return new ScandiumPeer(credentials.apply(config(DtlsConfig.DtlsRole.SERVER_ONLY, connectionIdBytes)), true);
    }

    private static DtlsConnectorConfig.Builder config(DtlsConfig.DtlsRole role, int connectionIdBytes) {
        // Definitions that are given need no file of properties.
        DtlsConnectorConfig.Builder config = DtlsConnectorConfig.builder(new Configuration(DtlsConfig.DEFINITIONS))
                .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .set(DtlsConfig.DTLS_ROLE, role)
                .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
                .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
        return connectionIdBytes == NO_CONNECTION_ID
                ? config
                : config.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, connectionIdBytes);
    }

    static UnaryOperator<DtlsConnectorConfig.Builder> psk(String identity, byte[] key) {
        return config -> config.setAsList(DtlsConfig.DTLS_CIPHER_SUITES, CipherSuite.TLS_PSK_WITH_AES_128_CCM_8)
                .setAdvancedPskStore(new AdvancedSinglePskStore(identity, key));
    }

    static UnaryOperator<DtlsConnectorConfig.Builder> certificate(X509Credential own, X509Certificate trusted) {
        return config -> config.setAsList(DtlsConfig.DTLS_CIPHER_SUITES, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8)
                .setCertificateIdentityProvider(new SingleCertificateProvider(
                        own.privateKey(), own.chain().toArray(new X509Certificate[0]), CertificateType.X_509))
                .setAdvancedCertificateVerifier(StaticNewAdvancedCertificateVerifier.builder()
                        .setTrustedCertificates(trusted)
                        .build());
    }

    InetSocketAddress address() {
        return connector.getAddress();
    }

    String uri() {
        return "coaps://127.0.0.1:" + address().getPort() + "/who";
    }

    /** Asks a server who we are; gives its answer. */
    RawData ask(InetSocketAddress server) throws InterruptedException {
        byte[] request = GET.clone();
        request[3] = (byte) ++messageId;
        connector.send(RawData.outbound(request, new AddressEndpointContext(server), null, false));
        return next();
    }

    /** What an answer says. */
    static String text(RawData answer) {
        String response = new String(answer.getBytes(), StandardCharsets.ISO_8859_1);
        return response.substring(response.indexOf(PAYLOAD_MARKER) + 1);
    }

    /** The datagram that came, with what is known of its association. */
    RawData next() throws InterruptedException {
        RawData datagram = received.poll(20, TimeUnit.SECONDS);
        assertNotNull(datagram, "nothing came");
        return datagram;
    }

    /** An acknowledgement with 2.05, token and, as payload, the name that the peer has proved. */
    private void answer(RawData request) {
        byte[] name = request.getSenderIdentity().getName().getBytes(StandardCharsets.UTF_8);
        int header = 4 + (request.getBytes()[0] & 0xf);
        byte[] response = Arrays.copyOf(request.getBytes(), header + 1 + name.length);
        response[0] += 0x20;
        response[1] = 0x45;
        response[header] = (byte) PAYLOAD_MARKER;
        System.arraycopy(name, 0, response, header + 1, name.length);
        connector.send(RawData.outbound(response, request.getEndpointContext(), null, false));
    }

    /** The ID of the session of an association. */
    static Bytes sessionId(RawData datagram) {
        return datagram.getEndpointContext().get(DtlsEndpointContext.KEY_SESSION_ID);
    }

    static String cipher(RawData datagram) {
        return datagram.getEndpointContext().get(DtlsEndpointContext.KEY_CIPHER);
    }

    /** The next request begins with an abbreviated handshake. */
    void resume() {
        connector.forceResumeAllSessions();
    }

    /** Loses all associations and sessions. */
    void forget() {
        connector.clearConnectionState();
    }

    /** Ends the association with a peer, and tells it. */
    void end(InetSocketAddress peer) {
        connector.close(peer);
    }

    @Override
    public void close() {
        connector.destroy();
    }
}
