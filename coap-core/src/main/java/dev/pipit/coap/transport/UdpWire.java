package dev.pipit.coap.transport;

import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.peer.PeerIdentity;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The socket and the endpoint of a binding, as its security sees them. */
final class UdpWire implements DatagramSecurity.Wire {
    private final UdpBinding binding;
    private @Nullable MessageDecoder decoder;

    UdpWire(UdpBinding binding) {
        this.binding = binding;
    }

    @Override
    public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
        binding.send(to, bytes, offset, length);
    }

    @Override
    public void deliver(
            InetSocketAddress from, PeerIdentity identity, byte[] bytes, int offset, int length, long nowNanos) {
        if (decoder == null) {
            decoder = new MessageDecoder(binding.endpoint().maxTokenLength());
        }
        binding.endpoint().handleDatagram(from, identity, decoder.decode(bytes, offset, length), nowNanos);
    }

    @Override
    public void handleAssociationEnd(PeerIdentity identity, long nowNanos) {
        binding.endpoint().handleAssociationEnd(identity, nowNanos);
    }

    @Override
    public boolean execute(Binding.LoopTask task) {
        return binding.execute(task);
    }

    @Override
    public Counters counters() {
        return binding.endpoint().counters();
    }
}
