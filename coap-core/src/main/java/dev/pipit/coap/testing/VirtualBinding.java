package dev.pipit.coap.testing;

import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.transport.CoapTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** An endpoint at an address of a {@link VirtualNetwork}. */
final class VirtualBinding implements Binding, VirtualNode {
    private final VirtualNetwork network;
    private final InetSocketAddress local;
    private final Consumer<VirtualBinding> onClose;
    private final CoapEndpoint endpoint;
    private final MessageDecoder decoder;
    private InetSocketAddress seenAs;
    private volatile boolean closed;

    @SuppressWarnings("this-escape") // the factory only keeps the binding
    VirtualBinding(
            VirtualNetwork network,
            InetSocketAddress local,
            CoapTransport.EndpointFactory factory,
            Consumer<VirtualBinding> onClose) {
        this.network = network;
        this.local = local;
        this.seenAs = local;
        this.onClose = onClose;
        endpoint =
                factory.create(this, (peer, datagram) -> send(peer.peer().address(), datagram), network.splitRandom());
        decoder = new MessageDecoder(endpoint.maxTokenLength());
        network.attach(local, this);
    }

    private void send(InetSocketAddress to, byte[] datagram) {
        if (!closed) {
            network.transmit(seenAs, to, datagram);
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public CoapEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public boolean execute(LoopTask task) {
        if (closed) {
            return false;
        }
        network.execute(() -> {
            if (!closed) {
                task.run(network.now());
            }
        });
        return true;
    }

    @Override
    public long nowNanos() {
        return network.now();
    }

    @Override
    public boolean inLoop() {
        return network.isRunning();
    }

    @Override
    public CompletableFuture<Void> close() {
        if (!closed) {
            detach();
        }
        return CompletableFuture.completedFuture(null);
    }

    void detach() {
        closed = true;
        network.detach(seenAs, this);
        onClose.accept(this);
    }

    void moveTo(InetAddress address) {
        InetSocketAddress next = new InetSocketAddress(address, seenAs.getPort());
        network.detach(seenAs, this);
        network.attach(next, this);
        seenAs = next;
    }

    @Override
    public void handleDatagram(InetSocketAddress from, byte[] bytes, long nowNanos) {
        endpoint.handleDatagram(from, PeerIdentity.NONE, decoder.decode(bytes, 0, bytes.length), nowNanos);
    }

    @Override
    public void handleUnreachable(InetSocketAddress to, long nowNanos) {
        endpoint.handleUnreachable(to, "port unreachable", nowNanos);
    }

    @Override
    public void handleTimeout(long nowNanos) {
        endpoint.handleTimeout(nowNanos);
    }

    @Override
    public long nextDeadline() {
        return endpoint.nextDeadline();
    }

    @Override
    public void flush() {}

    @Override
    public boolean isQuiet() {
        return endpoint.isQuiet() && endpoint.waitingRequests() == 0;
    }
}
