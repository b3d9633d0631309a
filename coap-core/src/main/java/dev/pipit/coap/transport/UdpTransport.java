package dev.pipit.coap.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * coap over UDP (RFC 7252 §3), or another scheme whose datagrams a {@link DatagramSecurity} protects, on Netty: epoll with recvmmsg and sendmmsg where the system has it, else the JDK's
 * channels. Its event loops are daemon threads; they are there as long as something is bound. Safe for use by any
 * thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of sockets that are closed, and writes that may get lost
public final class UdpTransport implements CoapTransport {
    private static final Logger LOG = LoggerFactory.getLogger(UdpTransport.class);

    private final UdpConfig config;
    private final String threadName;
    private final String scheme;
    private final DatagramSecurity.@Nullable Factory security;
    private final SocketKind kind;
    private final Supplier<List<InetAddress>> localAddresses;

    // The loops and the number of bindings that use them; guarded by this.
    private @Nullable EventLoopGroup loops;
    private int users;

    /**
     * A transport.
     *
     * @param threadName the name of its threads, followed by a number
     */
    public UdpTransport(UdpConfig config, String threadName) {
        this(config, threadName, "coap", null, LocalAddresses::ambiguous);
    }

    /**
     * A transport with security.
     *
     * @param threadName the name of its threads, followed by a number
     * @param scheme of the URIs that are served, such as "coaps"
     * @param security makes what stands between each socket and its endpoint
     */
    public UdpTransport(UdpConfig config, String threadName, String scheme, DatagramSecurity.Factory security) {
        this(config, threadName, scheme, security, LocalAddresses::ambiguous);
    }

    UdpTransport(
            UdpConfig config,
            String threadName,
            String scheme,
            DatagramSecurity.@Nullable Factory security,
            Supplier<List<InetAddress>> localAddresses) {
        this.localAddresses = localAddresses;
        this.config = config;
        this.threadName = threadName;
        this.scheme = scheme;
        this.security = security;
        this.kind = SocketKind.of(config);
        if (config.eventLoops() > 1 && !kind.sharesPorts()) {
            LOG.info("one event loop instead of {}: this system cannot share a port", config.eventLoops());
        }
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public List<Binding> bind(InetSocketAddress local, EndpointFactory factory) throws IOException {
        int sockets = kind.sharesPorts() ? config.eventLoops() : 1;
        List<InetAddress> beside = beside(local);
        boolean shared = sockets > 1 || !beside.isEmpty();
        if (shared && local.getPort() != 0) {
            requireFree(local);
        }
        List<Binding> bindings = new ArrayList<>();
        try {
            int port = bind(local, sockets, shared, factory, bindings);
            for (InetAddress address : beside) {
                bind(new InetSocketAddress(address, port), sockets, shared, factory, bindings);
            }
            return bindings;
        } catch (IOException e) {
            bindings.forEach(Binding::close);
            throw e;
        }
    }

    @Override
    public int bindings(InetSocketAddress local) {
        return (kind.sharesPorts() ? config.eventLoops() : 1)
                * (1 + beside(local).size());
    }

    /** The addresses that get sockets of their own beside this one. */
    private List<InetAddress> beside(InetSocketAddress local) {
        boolean wildcard = kind.sharesPorts()
                && !config.connectedSockets()
                && local.getAddress().isAnyLocalAddress();
        return wildcard ? localAddresses.get() : List.of();
    }

    private int bind(
            InetSocketAddress local, int sockets, boolean shared, EndpointFactory factory, List<Binding> bindings)
            throws IOException {
        InetSocketAddress address = local;
        for (int i = 0; i < sockets; i++) {
            UdpBinding binding = new UdpBinding(config, kind, acquireLoop(), factory, security, this::release);
            bindings.add(binding);
            binding.open(address, shared);
            address = new InetSocketAddress(
                    local.getAddress(), binding.localAddress().getPort());
        }
        return address.getPort();
    }

    /** A port that others share too would be shared with them silently: a socket that does not share tells. */
    private static void requireFree(InetSocketAddress local) throws IOException {
        try (DatagramSocket probe = new DatagramSocket(null)) {
            probe.setReuseAddress(false);
            probe.bind(local);
        } catch (SocketException e) {
            throw new IOException("cannot bind UDP " + local + ": " + e.getMessage(), e);
        }
    }

    private synchronized EventLoop acquireLoop() {
        if (loops == null) {
            int threads = kind.sharesPorts() ? config.eventLoops() : 1;
            loops = new MultiThreadIoEventLoopGroup(
                    threads, new DefaultThreadFactory(threadName, true), kind.ioHandlerFactory());
        }
        users++;
        return loops.next();
    }

    /** One binding less; with the last one the loops go. Completes when they are gone. */
    private synchronized CompletableFuture<Void> release() {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        if (--users > 0 || loops == null) {
            gone.complete(null);
            return gone;
        }
        Future<?> termination = loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        termination.addListener(ignored -> gone.complete(null));
        loops = null;
        return gone;
    }
}
