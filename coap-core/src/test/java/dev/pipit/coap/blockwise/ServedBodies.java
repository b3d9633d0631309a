package dev.pipit.coap.blockwise;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A server at 192.0.2.1 of a virtual network, which remembers the requests that its handler saw, and asks no client to
 * show where it is.
 */
final class ServedBodies {
    final VirtualNetwork network = new VirtualNetwork(7);
    final List<Request> requests = new ArrayList<>();
    final CoapEndpoint endpoint;

    ServedBodies(BlockwiseConfig config, Function<Request, Response> handler) {
        this(EndpointConfig.DEFAULT.blockwise(config), handler);
    }

    ServedBodies(EndpointConfig config, Function<Request, Response> handler) {
        EndpointConfig trusting = config.freshness(config.freshness().amplification(AmplificationMitigation.OFF));
        endpoint = network.host("192.0.2.1").endpoint(5683, trusting, (request, nowNanos) -> {
            requests.add(request.request());
            request.respond(handler.apply(request.request()), nowNanos);
        });
    }

    WireScript client() {
        return client("192.0.2.2:61616");
    }

    WireScript client(String address) {
        return network.script(address, "192.0.2.1:5683");
    }
}
