package dev.pipit.coap.dtls.association;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.transport.DatagramSecurity;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was sent and delivered, as text. */
final class FakeWire implements DatagramSecurity.Wire {
    final List<String> sent = new ArrayList<>();
    final List<String> delivered = new ArrayList<>();
    final List<String> ended = new ArrayList<>();
    private final Counters counters = new Counters();

    @Override
    public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
        sent.add(to.getPort() + " " + new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void deliver(
            InetSocketAddress from, PeerIdentity identity, byte[] bytes, int offset, int length, long nowNanos) {
        delivered.add(identity + " " + new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void handleAssociationEnd(PeerIdentity identity, long nowNanos) {
        ended.add(identity.toString());
    }

    @Override
    public boolean execute(Binding.LoopTask task) {
        throw new AssertionError("the layer is on the loop already");
    }

    @Override
    public Counters counters() {
        return counters;
    }

    long count(Counter counter) {
        return counters.get(counter);
    }
}
