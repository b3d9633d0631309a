package dev.pipit.coap.transport;

import dev.pipit.coap.peer.PeerSlot;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket for each peer of a client. Only to such a socket does the system report that a datagram could not
 * be delivered (ICMP), and it lets nobody in but the peer (RFC 7252 §5.3.2). Beyond a limit, and where connecting
 * fails, a peer is served by the binding's own socket.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of sockets that are closed, and writes that may get lost
final class ConnectedSockets {
    private static final PeerSlot.Key<Outbox> KEY = PeerSlot.Key.of(PeerSlot.Key.TRANSPORT);
    private static final int LIMIT = 1024;

    private final UdpBinding binding;
    private final Bootstrap bootstrap;
    private final UdpConfig config;
    private final SendBuffers buffers;
    private final Collection<Outbox> unflushed;
    private final Set<Channel> open = new HashSet<>();

    ConnectedSockets(
            UdpBinding binding,
            Bootstrap bootstrap,
            UdpConfig config,
            SendBuffers buffers,
            Collection<Outbox> unflushed) {
        this.binding = binding;
        this.bootstrap = bootstrap.group(binding.loop());
        this.config = config;
        this.buffers = buffers;
        this.unflushed = unflushed;
    }

    /** The peer's socket; null where it has none. */
    @Nullable
    Outbox of(PeerSlot peer) {
        Outbox own = peer.get(KEY);
        if (own == null && open.size() < LIMIT) {
            own = connect(peer.peer().address());
            peer.set(KEY, own);
        }
        return own != null && own.channel().isActive() ? own : null;
    }

    private @Nullable Outbox connect(InetSocketAddress peer) {
        if (peer.getAddress().isMulticastAddress()) {
            return null;
        }
        // On the loop itself, registering and connecting a datagram socket are done when these calls return.
        Channel channel = bootstrap
                .clone()
                .handler(new DatagramHandler(binding, config.maxDatagramBytes(), peer))
                .register()
                .channel();
        channel.connect(peer);
        if (channel.isActive()) {
            open.add(channel);
            return new Outbox(channel, config.segmentedSends(), buffers, unflushed);
        }
        channel.close();
        return null;
    }

    void forget(PeerSlot peer) {
        Outbox own = peer.get(KEY);
        if (own != null) {
            open.remove(own.channel());
            own.channel().close();
        }
    }

    void close() {
        open.forEach(Channel::close);
        open.clear();
    }
}
