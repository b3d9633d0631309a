package dev.pipit.coap.examples.cli;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.examples.bench.LoadTarget;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.transport.CoapTransport;
import dev.pipit.coap.transport.UdpConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The request of {@code coap bench}. The host name is looked up once, and not by each client.
 *
 * @param terminal for the messages that -v shows
 * @param connection to whom
 * @param address the target with the address that the name has led to
 * @param method of the request
 * @param contents adds what else it holds
 * @param window how many requests a client may have in flight
 */
record BenchTarget(
        Terminal terminal, ConnectionOptions connection, CoapUri address, Code method, Contents contents, int window)
        implements LoadTarget {
    /**
     * What a request holds.
     *
     * @param adding adds it to a request
     * @param payloadBytes how large the payload is
     */
    record Contents(Consumer<ClientRequest> adding, long payloadBytes) {
        /** What the options say. */
        static Contents of(RequestOptions options, Terminal terminal) throws IOException {
            Consumer<ClientRequest> adding = options.prepare(terminal, false);
            return new Contents(
                    request -> {
                        if (options.nonConfirmable) {
                            // Given up soon, because nobody sends it again.
                            request.timeout(NON_TIMEOUT);
                        }
                        adding.accept(request);
                    },
                    options.payloadBytes());
        }
    }

    private static final Duration NON_TIMEOUT = Duration.ofSeconds(2);

    /** RFC 7252 §4.7 limits what is sent to a server that does not answer: a generator is meant to exceed that. */
    private static final int UNLIMITED = 1_000_000_000;

    @Override
    public CoapTransport transport(UdpConfig udp, String threadName) {
        return connection.transport(udp, threadName);
    }

    @Override
    public CoapClient client(CoapTransport transport, EndpointListener listener) {
        return connection
                .builder(terminal, listener)
                .transport(transport)
                .transmission(TransmissionParameters.DEFAULT.nstart(window).probingRate(UNLIMITED))
                .build();
    }

    @Override
    public ClientRequest request(CoapClient client) {
        ClientRequest request = client.request(method, address.toString());
        CoapUri named = connection.target();
        if (named.literalAddress().isEmpty()) {
            request.option(StandardOptions.URI_HOST, named.host());
        }
        contents.adding.accept(request);
        connection.timeout().ifPresent(request::timeout);
        return request;
    }

    @Override
    public long payloadBytes() {
        return contents.payloadBytes;
    }
}
