package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.fail;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.DtlsConfigBuilder;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.dtls.association.AssociationLayer;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.peer.PeerTable;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.transport.ConnectListener;
import dev.pipit.coap.transport.DatagramSecurity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server and a client with real handshakes, and a wire between them that the test sees; its thread is their loop. */
final class Pair implements AutoCloseable {
    static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);
    private static final String HOST = "127.0.0.1";
    private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5684);
    static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40000);

    private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    private final long origin = System.nanoTime();
    String host = HOST; // of the URI that the client asks for
    final Node server = new Node(CLIENT);
    final Node client = new Node(SERVER);

    Pair() {
        this(UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** With a pre-shared key, and whatever else. */
    Pair(UnaryOperator<DtlsConfigBuilder> servers, UnaryOperator<DtlsConfigBuilder> clients) {
        this(
                DtlsSecurity.server(servers.apply(DtlsConfig.builder().pskStore(PskStore.of(Map.of("me", KEY))))
                        .build()),
                DtlsSecurity.client(
                        clients.apply(DtlsConfig.builder().psk("me", KEY)).build()));
    }

    /** Ends of a server and a client that may have had others before: what outlasts these is theirs. */
    Pair(DatagramSecurity.Factory servers, DatagramSecurity.Factory clients) {
        server.security = servers.create(server);
        client.security = clients.create(client);
    }

    /** One end. */
    final class Node implements DatagramSecurity.Wire, ConnectListener {
        private final InetSocketAddress other;
        private final Counters counters = new Counters();
        final List<byte[]> sent = new ArrayList<>();
        final List<byte[]> strays = new ArrayList<>(); // to any other address
        final List<InetSocketAddress> sources = new ArrayList<>(); // of what was delivered
        final List<String> delivered = new ArrayList<>();
        int received;
        Predicate<byte[]> loses = datagram -> false;
        UnaryOperator<byte[]> changes = datagram -> datagram;
        Runnable onSend = () -> {};
        Consumer<CoapException> onFailure = failure -> fail(failure);

        @Nullable
        PeerIdentity peer;

        @Nullable
        DatagramSecurity security;

        Node(InetSocketAddress other) {
            this.other = other;
        }

        @Override
        public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
            byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
            if (!to.equals(other)) {
                strays.add(datagram);
                return;
            }
            sent.add(datagram);
            onSend.run();
            if (!loses.test(datagram)) {
                Node receiver = this == server ? client : server;
                byte[] arriving = changes.apply(datagram);
                loop.add(() -> receiver.handle(arriving));
            }
        }

        /** A datagram comes from the other's address. */
        void handle(byte[] datagram) {
            received++;
            Objects.requireNonNull(security).handleDatagram(other, datagram.clone(), datagram.length, now());
        }

        /** A datagram comes from anywhere. */
        void handle(InetSocketAddress from, byte[] datagram) {
            layer().handleDatagram(from, datagram.clone(), datagram.length, now());
        }

        AssociationLayer layer() {
            return (AssociationLayer) Objects.requireNonNull(security);
        }

        /** Finds out who the other is, where an association is there already. */
        void ask() {
            Objects.requireNonNull(security).connect(other, host, this, now());
        }

        @Override
        public void onConnected(PeerIdentity identity, long nowNanos) {
            peer = identity;
        }

        @Override
        public void onFailure(CoapException failure, long nowNanos) {
            onFailure.accept(failure);
        }

        void say(String text) {
            PeerSlot slot = new PeerTable(1, 1, new Random(1)).touch(other, Objects.requireNonNull(peer), 0);
            Objects.requireNonNull(security).send(Objects.requireNonNull(slot), text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void deliver(
                InetSocketAddress from, PeerIdentity identity, byte[] bytes, int offset, int length, long nowNanos) {
            peer = identity;
            sources.add(from);
            delivered.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void handleAssociationEnd(PeerIdentity identity, long nowNanos) {}

        @Override
        public boolean execute(Binding.LoopTask task) {
            return loop.add(() -> task.run(now()));
        }

        @Override
        public Counters counters() {
            return counters;
        }

        long count(Counter counter) {
            return counters.get(counter);
        }

        /** Whether a text is to be seen in what was sent. */
        boolean hasShown(String text) {
            return sent.stream().anyMatch(datagram -> new String(datagram, StandardCharsets.ISO_8859_1).contains(text));
        }
    }

    long now() {
        return System.nanoTime() - origin;
    }

    /** Begins the handshake. */
    Pair connect() {
        client.ask();
        return this;
    }

    /** Does the handshake, and has a word from the client reach the server. */
    Pair establish() {
        connect().run(this::isConnected);
        client.say("hello");
        run(() -> server.delivered.contains("hello"));
        return this;
    }

    /** Runs the loop until something is the case. */
    void run(BooleanSupplier until) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!until.getAsBoolean()) {
            try {
                Runnable task = loop.poll(20, TimeUnit.MILLISECONDS);
                if (task != null) {
                    task.run();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (System.nanoTime() > deadline) {
                fail("in vain; server " + server.counters.snapshot() + ", client " + client.counters.snapshot());
            }
        }
    }

    /** Runs what is in the loop now. */
    void runAll() {
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }

    boolean isConnected() {
        return client.peer != null;
    }

    @Override
    public void close() {
        Objects.requireNonNull(client.security).close(now());
        Objects.requireNonNull(server.security).close(now());
    }
}
