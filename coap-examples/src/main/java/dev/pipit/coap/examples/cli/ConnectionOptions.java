package dev.pipit.coap.examples.cli;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.CoapClientBuilder;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.UnreachableException;
import dev.pipit.coap.transport.CoapTransport;
import dev.pipit.coap.transport.UdpConfig;
import dev.pipit.coap.transport.UdpTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of every client command: to whom, from where, for how long. */
final class ConnectionOptions {
    @Parameters(
            index = "0",
            paramLabel = "URI",
            description = "the resource; coap:// can be left out: localhost/sensors/load, [::1]:5684/x; and coaps://"
                    + " beside credentials")
    String uri = "";

    @Mixin
    private CredentialOptions credentials = new CredentialOptions();

    @Option(names = "-B", paramLabel = "SECONDS", description = "give up after this time, for each block (default: 93)")
    @Nullable
    Double seconds;

    @Option(names = "-v", description = "show each message, one line each, on the error output")
    boolean verbose;

    @Option(names = "-a", paramLabel = "ADDRESS", description = "send from this local address")
    @Nullable
    InetAddress address;

    @Option(names = "-p", paramLabel = "PORT", description = "send from this local port")
    int port;

    @Option(names = "-U", description = "send no Uri-Host option")
    boolean withoutHost;

    CoapClient client(Terminal terminal) {
        return client(terminal, EndpointListener.NONE);
    }

    /** A client whose messages somebody hears. */
    CoapClient client(Terminal terminal, EndpointListener listener) {
        CoapClientBuilder builder = builder(terminal, listener);
        if (parse(uri).isSecure()) {
            boolean fixed = port != 0 || address != null;
            builder.transport(transport(UdpConfig.CLIENT.eventLoops(1).connectedSockets(!fixed), "coap-client"));
        }
        return builder.build();
    }

    /** A transport for the scheme of the URI, with the credentials given. */
    CoapTransport transport(UdpConfig udp, String threadName) {
        return parse(uri).isSecure()
                ? ClientDtls.config(credentials, timeout()).clientTransport(udp, threadName)
                : new UdpTransport(udp, threadName);
    }

    CoapClientBuilder builder(Terminal terminal, EndpointListener listener) {
        CoapClientBuilder builder = CoapClient.builder();
        if (port < 0 || port > 65535) {
            throw new UsageException("-p: " + port + " (expected: a port of 0-65535)");
        }
        if (port != 0 || address != null) {
            builder.local(address == null ? new InetSocketAddress(port) : new InetSocketAddress(address, port));
        }
        return builder.listener(verbose ? new Listeners(new MessageLog(terminal.err()), listener) : listener);
    }

    Optional<Duration> timeout() {
        if (seconds == null) {
            return Optional.empty();
        }
        if (!(seconds > 0 && seconds <= 86_400)) {
            throw new UsageException("-B: " + seconds + " (expected: more than 0, at most 86400 seconds)");
        }
        return Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    CoapUri target() {
        CoapUri target = parse(uri);
        return withoutHost && target.literalAddress().isEmpty() ? atAddress(target) : target;
    }

    /** RFC 7252 §6.4 adds Uri-Host only for a name. */
    static CoapUri atAddress(CoapUri target) {
        try {
            String literal = InetAddress.getByName(target.host()).getHostAddress();
            return new CoapUri(target.scheme(), literal, target.port(), target.path(), target.query());
        } catch (UnknownHostException e) {
            throw new UnreachableException("unknown host \"" + target.host() + "\"");
        }
    }

    private CoapUri parse(String uri) {
        CoapUri parsed;
        try {
            parsed = CoapUri.parse(uri.contains("://") ? uri : (credentials.isGiven() ? "coaps://" : "coap://") + uri);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        switch (parsed.scheme()) {
            case "coap" -> credentials.requireNone(uri);
            case "coaps" -> credentials.require(uri);
            default -> throw new UsageException("URI: \"" + uri + "\" (expected: the scheme coap or coaps)");
        }
        return parsed;
    }
}
