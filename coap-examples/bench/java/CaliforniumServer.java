import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.elements.util.ExecutorsUtil;
import org.eclipse.californium.elements.util.NamedThreadFactory;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/**
 * Californium with the resources of {@code coap serve --bench}.
 *
 * <p>Options: port; tuned, as the project's own benchmark server is (cf-extplugtest-server --benchmark: 16 messages
 * remembered for each peer, a million peers, larger socket buffers), else the library's defaults (true); secure, coaps as
 * well, on the next port (false); keys, the directory of its certificate.
 */
public final class CaliforniumServer {
    private static final byte[] HELLO = "hello world".getBytes(StandardCharsets.UTF_8);
    private static final char[] PASSWORD = "bench".toCharArray();
    private static final int LARGEST_BODY = 32 << 20;

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        int threads = Runtime.getRuntime().availableProcessors();
        Configuration config = configuration(options.flag("tuned", true), threads);
        CoapServer server = new CoapServer(config);
        server.setExecutors(
                ExecutorsUtil.newScheduledThreadPool(threads, new NamedThreadFactory("CoapServer(main)#")),
                ExecutorsUtil.newDefaultSecondaryScheduler("CoapServer(secondary)#"),
                false);
        int port = options.number("port", 5683);
        server.addEndpoint(CoapEndpoint.builder()
                .setInetSocketAddress(new InetSocketAddress(port))
                .setConfiguration(config)
                .build());
        if (options.flag("secure", false)) {
            server.addEndpoint(secureEndpoint(config, port + 1, options.text("keys", "")));
        }
        server.add(
                new Body("bench", HELLO),
                new Body("bytes", new byte[64]),
                new Body("large", new byte[65536]),
                new Body("huge", new byte[16 << 20]),
                new Body("sink", HELLO),
                new Observed("obs", CoAP.Type.NON),
                new Observed("obsc", CoAP.Type.CON));
        server.start();
        System.out.println("listening on " + port);
    }

    private static CoapEndpoint secureEndpoint(Configuration config, int port, String keys) throws Exception {
        DtlsConfig.register();
        config.set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.SERVER_ONLY);
        config.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
        config.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, Runtime.getRuntime().availableProcessors());
        // Below so many percent of its handshakes it would resume sessions of peers that have shown no cookie.
        config.set(DtlsConfig.DTLS_VERIFY_PEERS_ON_RESUMPTION_THRESHOLD, 0);
        config.set(DtlsConfig.DTLS_RECEIVE_BUFFER_SIZE, 4 << 20);
        config.set(DtlsConfig.DTLS_SEND_BUFFER_SIZE, 4 << 20);
        DtlsConnectorConfig.Builder dtls = DtlsConnectorConfig.builder(config)
                .setAddress(new InetSocketAddress(port))
                .setAdvancedPskStore(new AdvancedSinglePskStore("bench", "0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));
        if (!keys.isEmpty()) {
            addCertificate(dtls, Path.of(keys));
        }
        return CoapEndpoint.builder()
                .setConnector(new DTLSConnector(dtls.build()))
                .setConfiguration(config)
                .build();
    }

    /** Clients have to show a certificate, as Pipit's server wants it. */
    private static void addCertificate(DtlsConnectorConfig.Builder dtls, Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys.resolve("server.p12"))) {
            store.load(file, PASSWORD);
        }
        String alias = store.aliases().nextElement();
        Certificate authority;
        try (InputStream file = Files.newInputStream(keys.resolve("ca.pem"))) {
            authority = CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
        dtls.set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NEEDED)
                .setAsList(
                        DtlsConfig.DTLS_CIPHER_SUITES,
                        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
                        CipherSuite.TLS_PSK_WITH_AES_128_CCM_8)
                .setCertificateIdentityProvider(new SingleCertificateProvider(
                        (PrivateKey) store.getKey(alias, PASSWORD),
                        new Certificate[] {store.getCertificate(alias)},
                        CertificateType.X_509))
                .setAdvancedCertificateVerifier(StaticNewAdvancedCertificateVerifier.builder()
                        .setTrustedCertificates(authority)
                        .build());
    }

    private static Configuration configuration(boolean tuned, int threads) {
        CoapConfig.register();
        UdpConfig.register();
        SystemConfig.register();
        Configuration config = Configuration.createStandardWithoutFile();
        config.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, LARGEST_BODY);
        config.set(CoapConfig.PREFERRED_BLOCK_SIZE, 1024);
        config.set(CoapConfig.MAX_MESSAGE_SIZE, 1024);
        config.set(UdpConfig.UDP_RECEIVER_THREAD_COUNT, 1);
        config.set(UdpConfig.UDP_SENDER_THREAD_COUNT, 1);
        config.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, threads);
        if (tuned) {
            config.set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP);
            config.set(CoapConfig.MAX_ACTIVE_PEERS, 1_000_000);
            config.set(CoapConfig.PEERS_MARK_AND_SWEEP_MESSAGES, 16);
            config.set(CoapConfig.MAX_PEER_INACTIVITY_PERIOD, 3, TimeUnit.MINUTES);
            config.set(CoapConfig.RESPONSE_MATCHING, CoapConfig.MatcherMode.PRINCIPAL_IDENTITY);
            config.set(UdpConfig.UDP_RECEIVE_BUFFER_SIZE, 4 << 20);
            config.set(UdpConfig.UDP_SEND_BUFFER_SIZE, 4 << 20);
            config.set(SystemConfig.HEALTH_STATUS_INTERVAL, 0, TimeUnit.SECONDS);
        }
        return config;
    }

    private static final class Body extends CoapResource {
        private final byte[] body;

        Body(String name, byte[] body) {
            super(name);
            this.body = body;
        }

        @Override
        public void handleGET(CoapExchange exchange) {
            exchange.respond(CoAP.ResponseCode.CONTENT, body, MediaTypeRegistry.TEXT_PLAIN);
        }

        @Override
        public void handlePUT(CoapExchange exchange) {
            exchange.respond(CoAP.ResponseCode.CHANGED);
        }

        @Override
        public void handlePOST(CoapExchange exchange) {
            exchange.respond(CoAP.ResponseCode.CHANGED);
        }
    }

    private static final class Observed extends CoapResource {
        Observed(String name, CoAP.Type type) {
            super(name);
            setObservable(true);
            setObserveType(type);
        }

        @Override
        public void handleGET(CoapExchange exchange) {
            exchange.respond(CoAP.ResponseCode.CONTENT, HELLO, MediaTypeRegistry.TEXT_PLAIN);
        }

        @Override
        public void handlePOST(CoapExchange exchange) {
            exchange.respond(CoAP.ResponseCode.CHANGED);
            changed();
        }
    }
}
