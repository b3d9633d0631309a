package dev.pipit.coap.testing;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.CoapClientBuilder;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.server.CoapServerBuilder;
import dev.pipit.coap.transport.TransportConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A server on a free loopback port and a client, for JUnit 5 and 6.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final CoapServerExtension server = CoapServerExtension.of(s -> s.get("/t", ctx -> Response.content("21")));
 *
 * @Test
 * void readsTemperature(CoapClient client) {
 *     assertEquals("21", client.get(server.uri("/t")).send().text());
 * }
 * }</pre>
 *
 * <p>In a static field, the server runs for all tests of the class; in an instance field, for each test anew. The
 * client, and the server too, are given to tests as parameters; where a class has several of these extensions, those of
 * the first. Everything is freed afterwards.
 */
public final class CoapServerExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(CoapServerExtension.class);

    private final Consumer<CoapServerBuilder> configuration;
    private final Consumer<CoapClientBuilder> clientConfiguration;
    private @Nullable CoapServer server;
    private @Nullable CoapClient client;
    private boolean forAllTests;

    private CoapServerExtension(
            Consumer<CoapServerBuilder> configuration, Consumer<CoapClientBuilder> clientConfiguration) {
        this.configuration = configuration;
        this.clientConfiguration = clientConfiguration;
    }

    /** An extension whose server is configured so; where it binds is not to be set. */
    public static CoapServerExtension of(Consumer<CoapServerBuilder> configuration) {
        return new CoapServerExtension(configuration, ignored -> {});
    }

    /**
     * An extension whose server and client speak coaps as well, with credentials for both: of coap-dtls, {@code
     * DtlsConfig.forTests()}. Where the two sides have their own, the server's are for {@link #of}, and the client's for
     * {@link #client(Consumer)}.
     */
    public CoapServerExtension dtls(TransportConfig both) {
        return new CoapServerExtension(
                configuration.andThen(builder -> builder.dtls(both)),
                clientConfiguration.andThen(builder -> builder.dtls(both)));
    }

    /** An extension whose client is configured so. */
    public CoapServerExtension client(Consumer<CoapClientBuilder> more) {
        return new CoapServerExtension(configuration, clientConfiguration.andThen(more));
    }

    /** The URI of a path on the server. */
    public String uri(String path) {
        return server().uri(path);
    }

    /** The URI of a path on the server, with one of its schemes. */
    public String uri(String scheme, String path) {
        return server().uri(scheme, path);
    }

    /**
     * The server.
     *
     * @throws IllegalStateException if no test runs
     */
    public CoapServer server() {
        if (server == null) {
            throw new IllegalStateException(
                    "the server runs during tests only (expected: a field with @RegisterExtension)");
        }
        return server;
    }

    /**
     * The client.
     *
     * @throws IllegalStateException if no test runs
     */
    public CoapClient client() {
        if (client == null) {
            throw new IllegalStateException(
                    "the client is there during tests only (expected: a field with @RegisterExtension)");
        }
        return client;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        forAllTests = true;
        open(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!forAllTests) {
            open(context);
        }
    }

    private void open(ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        if (store.get(NAMESPACE) == null) {
            store.put(NAMESPACE, this);
        }
        CoapServerBuilder builder = CoapServer.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .stopTimeout(Duration.ofSeconds(1));
        configuration.accept(builder);
        server = builder.start();
        // Tests ask for much at once and nobody else is on the line.
        CoapClientBuilder asker = CoapClient.builder().transmission(TransmissionParameters.DEFAULT.nstart(16));
        clientConfiguration.accept(asker);
        client = asker.build();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!forAllTests) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    private void close() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.stop();
        }
        client = null;
        server = null;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return (type == CoapClient.class || type == CoapServer.class)
                && context.getStore(NAMESPACE).get(NAMESPACE) == this;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == CoapClient.class ? client() : server();
    }
}
