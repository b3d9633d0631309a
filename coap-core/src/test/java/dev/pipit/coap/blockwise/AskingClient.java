package dev.pipit.coap.blockwise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client at 192.0.2.1 of a virtual network, which remembers what came of its requests. */
final class AskingClient implements RequestPort.ResponseListener {
    final VirtualNetwork network;
    final CoapEndpoint endpoint;
    final List<Response> responses = new ArrayList<>();
    final List<CoapException> failures = new ArrayList<>();

    AskingClient(BlockwiseConfig config) {
        this(new VirtualNetwork(7), EndpointConfig.DEFAULT.blockwise(config));
    }

    AskingClient(VirtualNetwork network, EndpointConfig config) {
        this.network = network;
        endpoint = network.host("192.0.2.1").endpoint(61616, config, null);
    }

    private AskingClient(AskingClient other) {
        network = other.network;
        endpoint = other.endpoint;
    }

    /** The same client, with outcomes of its own. */
    AskingClient beside() {
        return new AskingClient(this);
    }

    WireScript server() {
        return network.script("192.0.2.2:5683", "192.0.2.1:61616");
    }

    RequestPort.OutgoingRequest ask(Request request) {
        return ask(request, SendOptions.confirmable(TransmissionParameters.DEFAULT));
    }

    RequestPort.OutgoingRequest ask(Request request, SendOptions options) {
        InetSocketAddress to = new InetSocketAddress(network.host("192.0.2.2").address(), 5683);
        return endpoint.request(to, PeerIdentity.NONE, request, options, this, network.now());
    }

    /** The only outcome so far, which has to be a response. */
    Response response() {
        network.run(Duration.ofMillis(10));
        assertEquals(List.of(), failures);
        assertEquals(1, responses.size());
        return responses.get(0);
    }

    /** The only outcome so far, which has to be a failure. */
    CoapException failure() {
        network.run(Duration.ofMillis(10));
        assertEquals(List.of(), responses);
        assertEquals(1, failures.size());
        return failures.get(0);
    }

    @Override
    public void onResponse(Response response, long nowNanos) {
        responses.add(response);
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        failures.add(failure);
    }
}
