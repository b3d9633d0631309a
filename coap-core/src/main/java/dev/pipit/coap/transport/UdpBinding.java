package dev.pipit.coap.transport;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one endpoint on one event loop: hands datagrams in, takes datagrams out, keeps its deadlines, and runs what
 * other threads want done. Whatever happened in one go is sent with one flush.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of sockets that are closed, and writes that may get lost
final class UdpBinding implements Binding {
    private static final Logger LOG = LoggerFactory.getLogger(UdpBinding.class);

    private final UdpConfig config;
    private final SocketKind kind;
    private final EventLoop loop;
    private final CoapTransport.EndpointFactory factory;
    private final DatagramSecurity.@Nullable Factory securityFactory;
    private final Supplier<CompletableFuture<Void>> onClosed;

    private final long originNanos = System.nanoTime();
    private final LoopTasks tasks;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicBoolean closing = new AtomicBoolean();

    private volatile @Nullable Channel channel;
    private volatile @Nullable InetSocketAddress localAddress;
    private @Nullable CoapEndpoint endpoint;
    private @Nullable DatagramSecurity security;
    private @Nullable ConnectedSockets connected;
    private final SendBuffers buffers = new SendBuffers();
    private final List<Outbox> unflushed = new ArrayList<>();
    private @Nullable Outbox outbox;
    private @Nullable ScheduledFuture<?> wakeUp;
    private long wakeUpNanos = Long.MAX_VALUE;

    UdpBinding(
            UdpConfig config,
            SocketKind kind,
            EventLoop loop,
            CoapTransport.EndpointFactory factory,
            DatagramSecurity.@Nullable Factory securityFactory,
            Supplier<CompletableFuture<Void>> onClosed) {
        this.config = config;
        this.kind = kind;
        this.loop = loop;
        this.factory = factory;
        this.securityFactory = securityFactory;
        this.onClosed = onClosed;
        this.tasks = new LoopTasks(loop, this::now, this::endBatch);
    }

    /** Binds and starts the endpoint; called once, not on the loop. */
    void open(InetSocketAddress address, boolean sharedPort) throws IOException {
        ChannelFuture bound = kind.bootstrap(config, sharedPort)
                .group(loop)
                .handler(new DatagramHandler(this, config.maxDatagramBytes(), null))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw new IOException(
                    "cannot bind UDP " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        channel = bound.channel();
        localAddress = (InetSocketAddress) bound.channel().localAddress();
        loop.submit(() -> start(bound.channel())).syncUninterruptibly();
    }

    private void start(Channel bound) {
        outbox = new Outbox(bound, config.segmentedSends(), buffers, unflushed);
        DatagramSecurity between = securityFactory == null ? null : securityFactory.create(new UdpWire(this));
        CoapEndpoint made = factory.create(this, between == null ? this::send : between, new TokenEntropy());
        endpoint = made;
        security = between;
        if (between == null && config.connectedSockets()) {
            ConnectedSockets sockets =
                    new ConnectedSockets(this, kind.bootstrap(config, false), config, buffers, unflushed);
            made.onPeerForgotten(sockets::forget);
            connected = sockets;
        }
    }

    @Override
    public long nowNanos() {
        return now();
    }

    // ---- on the loop

    long now() {
        return System.nanoTime() - originNanos;
    }

    EventLoop loop() {
        return loop;
    }

    @Nullable
    DatagramSecurity security() {
        return security;
    }

    @Override
    public void connect(InetSocketAddress to, String serverName, ConnectListener listener, long nowNanos) {
        if (security == null) {
            listener.onConnected(PeerIdentity.NONE, nowNanos);
        } else {
            security.connect(to, serverName, listener, nowNanos);
        }
    }

    /** Sends a datagram through the binding's own socket. */
    void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
        if (outbox != null) {
            write(outbox, to, bytes, offset, length);
        }
    }

    private void send(PeerSlot peer, byte[] datagram) {
        Outbox own = connected == null ? null : connected.of(peer);
        Outbox out = own == null ? outbox : own;
        if (out != null) {
            write(out, peer.peer().address(), datagram, 0, datagram.length);
        }
    }

    private void write(Outbox out, InetSocketAddress to, byte[] bytes, int offset, int length) {
        if (!out.write(to, bytes, offset, length)) {
            endpoint().counters().count(Counter.QUEUE_FULL);
        }
    }

    /** A batch of datagrams is through: do what has come up meanwhile, send, and see when to wake up. */
    void endBatch() {
        tasks.run();
        settle();
    }

    private void settle() {
        flush();
        scheduleWakeUp();
    }

    private void flush() {
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        unflushed.clear();
    }

    private void scheduleWakeUp() {
        long next = endpoint == null ? Long.MAX_VALUE : endpoint.nextDeadline();
        if (security != null) {
            next = Math.min(next, security.nextDeadline());
        }
        // An earlier wake-up than needed stays: it looks again when it comes.
        if (next >= wakeUpNanos || closing.get()) {
            return;
        }
        if (wakeUp != null) {
            wakeUp.cancel(false);
        }
        wakeUpNanos = next;
        wakeUp = loop.schedule(this::handleWakeUp, Math.max(0, next - now()), TimeUnit.NANOSECONDS);
    }

    private void handleWakeUp() {
        wakeUpNanos = Long.MAX_VALUE;
        wakeUp = null;
        try {
            endpoint().handleTimeout(now());
            if (security != null) {
                security.handleTimeout(now());
            }
        } catch (RuntimeException e) {
            LOG.error("a deadline failed on the event loop", e);
        }
        endBatch();
    }

    // ---- from any thread

    @Override
    public InetSocketAddress localAddress() {
        InetSocketAddress address = localAddress;
        if (address == null) {
            throw new IllegalStateException("not bound");
        }
        return address;
    }

    @Override
    public CoapEndpoint endpoint() {
        if (endpoint == null) {
            throw new IllegalStateException("not bound");
        }
        return endpoint;
    }

    @Override
    public boolean execute(LoopTask task) {
        if (closing.get()) {
            return false;
        }
        tasks.add(task);
        tasks.wake();
        return true;
    }

    @Override
    public boolean executeLazily(LoopTask task) {
        if (closing.get()) {
            return false;
        }
        tasks.add(task);
        return true;
    }

    @Override
    public void wakeUp() {
        tasks.wake();
    }

    @Override
    public boolean inLoop() {
        return loop.inEventLoop();
    }

    @Override
    public long receiveOverruns() {
        return ReceiveOverruns.of(localAddress().getPort());
    }

    @Override
    public CompletableFuture<Void> close() {
        if (closing.compareAndSet(false, true)) {
            loop.execute(this::shutDown);
        }
        return closed;
    }

    private void shutDown() {
        tasks.run();
        if (endpoint != null) {
            endpoint.failAll(new EndpointClosedException("the endpoint was closed before a response came"), now());
        }
        tasks.run();
        if (security != null) {
            security.close(now());
        }
        if (wakeUp != null) {
            wakeUp.cancel(false);
        }
        if (connected != null) {
            connected.close();
        }
        Channel out = channel;
        if (out == null) {
            finishClosing();
        } else {
            flush();
            out.close().addListener(ignored -> finishClosing());
        }
    }

    private void finishClosing() {
        buffers.close();
        onClosed.get().whenComplete((ignored, failure) -> closed.complete(null));
    }
}
