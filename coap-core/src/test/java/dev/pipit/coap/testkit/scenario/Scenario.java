package dev.pipit.coap.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.freshness.FreshnessConfig;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.reliability.ReliabilityConfig;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An endpoint under test at 192.0.2.1:5683, and a scripted peer at 192.0.2.2:5683. */
public final class Scenario {
    public static final Function<Request, @Nullable Response> LATER = request -> null;

    public final VirtualNetwork network;
    public final CoapEndpoint endpoint;
    public final WireScript peer;

    /** The requests that reached the handler. */
    public final List<IncomingRequest> requests = new ArrayList<>();

    private final TransmissionParameters parameters;
    private Function<Request, @Nullable Response> handler = request -> Response.content("22.3 C");

    public Scenario() {
        this(1, EndpointConfig.DEFAULT);
    }

    public Scenario(long seed, EndpointConfig config) {
        network = new VirtualNetwork(seed);
        parameters = config.reliability().transmission();
        endpoint = network.host("192.0.2.1").endpoint(5683, config, this::handle);
        peer = network.script("192.0.2.2:5683", "192.0.2.1:5683");
    }

    /** Asks no peer to show where it is. */
    public static EndpointConfig trusting() {
        return EndpointConfig.DEFAULT.freshness(FreshnessConfig.DEFAULT.amplification(AmplificationMitigation.OFF));
    }

    public static EndpointConfig with(TransmissionParameters parameters) {
        return with(ReliabilityConfig.DEFAULT.transmission(parameters));
    }

    public static EndpointConfig with(ReliabilityConfig reliability) {
        return EndpointConfig.DEFAULT.reliability(reliability);
    }

    private void handle(IncomingRequest request, long nowNanos) {
        requests.add(request);
        Response response = handler.apply(request.request());
        if (response != null) {
            request.respond(response, nowNanos);
        }
    }

    /** What the endpoint answers; null, or {@link #LATER}, to answer with {@link #respond}. */
    public Scenario answers(Function<Request, @Nullable Response> value) {
        handler = value;
        return this;
    }

    /** Answers the latest request. */
    public void respond(Response response) {
        requests.get(requests.size() - 1).respond(response, network.now());
    }

    /** The endpoint sends a CON GET to the scripted peer. */
    public Outcome get(String path) {
        return send(Request.get(path), SendOptions.confirmable(parameters));
    }

    /** The endpoint sends a NON GET to the scripted peer. */
    public Outcome getNon(String path) {
        return send(Request.get(path), SendOptions.confirmable(parameters).nonConfirmable());
    }

    public Outcome send(Request request, SendOptions options) {
        return send(peer.address(), PeerIdentity.NONE, request, options);
    }

    public Outcome send(InetSocketAddress to, PeerIdentity identity, Request request, SendOptions options) {
        Outcome outcome = new Outcome();
        outcome.request = endpoint.request(to, identity, request, options, outcome, network.now());
        return outcome;
    }

    public Outcome ping() {
        Outcome outcome = new Outcome();
        endpoint.ping(Peer.of(peer.address()), SendOptions.confirmable(parameters), outcome, network.now());
        return outcome;
    }

    public void cancel(Outcome outcome) {
        outcome.request.cancel(network.now());
    }

    public long count(Counter counter) {
        return endpoint.counters().get(counter);
    }

    /** The peer's next datagram is a request for the path; it is answered in the acknowledgement. */
    public void peerAnswers(String path, String text) {
        peer.expect(MessageType.CON, Code.GET, path).mid(path).token(path);
        peer.send(MessageType.ACK, Code.CONTENT).mid(path).token(path).payload(text);
        peer.pause(Duration.ofMillis(1));
    }

    /** Nothing is under way, and after EXCHANGE_LIFETIME nothing is remembered. */
    public void assertForgetsEverything() {
        assertEquals(0, endpoint.waitingRequests(), "waiting requests");
        assertEquals(true, endpoint.isQuiet(), "quiet");
        network.run(Duration.ofNanos(parameters.exchangeLifetimeNanos()).plusSeconds(10));
        assertEquals(0, endpoint.rememberedMessages(), "remembered messages");
        assertEquals(0, endpoint.peers(), "peers");
    }
}
