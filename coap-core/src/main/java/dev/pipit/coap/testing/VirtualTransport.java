package dev.pipit.coap.testing;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.transport.CoapTransport;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host on a {@link VirtualNetwork}: the transport of a server or client under test, or the place of a bare endpoint.
 * Binding the wildcard address binds the host's own.
 */
public final class VirtualTransport implements CoapTransport {
    private static final int FIRST_FREE_PORT = 49152;

    private final VirtualNetwork network;
    private final List<VirtualBinding> bindings = new ArrayList<>();
    private InetAddress address;
    private int nextPort = FIRST_FREE_PORT;

    VirtualTransport(VirtualNetwork network, InetAddress address) {
        this.network = network;
        this.address = address;
    }

    /** "coap". */
    @Override
    public String scheme() {
        return "coap";
    }

    /** The host's address, as its peers see it. */
    public InetAddress address() {
        return address;
    }

    @Override
    public List<Binding> bind(InetSocketAddress local, EndpointFactory factory) throws IOException {
        if (local.isUnresolved()
                || (!local.getAddress().isAnyLocalAddress()
                        && !local.getAddress().equals(address))) {
            throw new BindException(local + " is not an address of the host " + address.getHostAddress());
        }
        InetSocketAddress bound = new InetSocketAddress(address, local.getPort() == 0 ? freePort() : local.getPort());
        if (network.isTaken(bound)) {
            throw new BindException(LoggedDatagram.describe(bound) + " is in use already");
        }
        return List.of(open(bound, factory));
    }

    private VirtualBinding open(InetSocketAddress bound, EndpointFactory factory) {
        VirtualBinding binding = new VirtualBinding(network, bound, factory, bindings::remove);
        bindings.add(binding);
        return binding;
    }

    private int freePort() {
        while (network.isTaken(new InetSocketAddress(address, nextPort))) {
            nextPort++;
        }
        return nextPort++;
    }

    /**
     * A bare endpoint at a port, for tests of the protocol below server and client.
     *
     * @param receiver serves its requests; null for an endpoint that is a client only
     * @throws IllegalStateException if the port is taken
     */
    public CoapEndpoint endpoint(int port, EndpointConfig config, RequestPort.@Nullable Receiver receiver) {
        InetSocketAddress local = new InetSocketAddress(address, port == 0 ? freePort() : port);
        return open(local, (binding, out, random) -> new CoapEndpoint(config, out, receiver, random))
                .endpoint();
    }

    /**
     * Gives the host another address, as when a NAT forgets or a laptop changes networks: from now on its datagrams
     * come from there, and what is sent to the old address finds nobody. The host does not notice.
     */
    public void moveTo(String newAddress) {
        InetAddress to = Addresses.host(newAddress);
        network.rename(this, address, to);
        address = to;
        for (VirtualBinding binding : bindings) {
            binding.moveTo(to);
        }
    }

    /** Ends all bindings at once and without a word, as a power cut does. Then the host can be used again. */
    public void crash() {
        for (VirtualBinding binding : List.copyOf(bindings)) {
            binding.detach();
        }
    }
}
