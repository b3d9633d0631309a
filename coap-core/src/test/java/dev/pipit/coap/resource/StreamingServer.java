package dev.pipit.coap.resource;

import dev.pipit.coap.blockwise.BlockwiseConfig;
import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.port.DatagramPort;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.scenario.Scenario;
import dev.pipit.coap.transport.Binding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A server at 192.0.2.1 of a virtual network, whose workers run in virtual time too: they must not wait. */
final class StreamingServer {
    final VirtualNetwork network;
    final ResourceTree tree;
    final WireScript client;
    boolean workersAreFull;
    private final Binding binding;

    StreamingServer(BlockwiseConfig config, Filter... filters) {
        this(new VirtualNetwork(7), Scenario.trusting().blockwise(config), filters);
    }

    StreamingServer(VirtualNetwork network, EndpointConfig config, Filter... filters) {
        this.network = network;
        this.tree = new ResourceTree(List.of(filters));
        InetSocketAddress local =
                new InetSocketAddress(network.host("192.0.2.1").address(), 5683);
        try {
            binding = network.host("192.0.2.1")
                    .bind(local, (made, port, random) -> create(config, made, port, random))
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = network.script("192.0.2.2:61616", "192.0.2.1:5683");
    }

    private CoapEndpoint create(EndpointConfig config, Binding made, DatagramPort port, RandomGenerator random) {
        Entrance entrance = new Entrance();
        CoapEndpoint endpoint = new CoapEndpoint(config, port, entrance, random);
        entrance.layer = new ResourceLayer(
                tree,
                ResourceConfig.of("coap", made::localAddress),
                task -> !workersAreFull && made.execute(now -> task.run()),
                task -> made.execute(task::run),
                endpoint.counters());
        return endpoint;
    }

    private static final class Entrance implements RequestPort.Receiver {
        private @Nullable ResourceLayer layer;

        @Override
        public void handleRequest(IncomingRequest request, long nowNanos) {
            Objects.requireNonNull(layer).handleRequest(request, nowNanos);
        }

        @Override
        public void admit(IncomingRequest block, RequestPort.Admission admission, long nowNanos) {
            Objects.requireNonNull(layer).admit(block, admission, nowNanos);
        }
    }

    StreamingServer add(String path, ResourceBuilder resource) {
        tree.add(path, resource.build());
        return this;
    }

    CoapEndpoint endpoint() {
        return binding.endpoint();
    }
}
