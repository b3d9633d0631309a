package dev.pipit.coap.dtls.bc;

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
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Many handshakes between a server and a client, on a wire in memory: each has an address of its own, as if each were with
 * another device, and is the same for both sides. The thread that runs them is the loop of both.
 */
final class Devices {
    static final int AT_A_TIME = 32;

    private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    private final int count;

    Devices(int count) {
        this.count = count;
    }

    /** Does a handshake for each, with sides that are there for this time alone; gives the server's counters. */
    Counters connectAll(DatagramSecurity.Factory servers, DatagramSecurity.Factory clients) {
        Server server = connect(servers, clients, false);
        server.close();
        return server.side.counters;
    }

    /**
     * Does a handshake for each, and gives the server as it is then. The clients are gone, without a word to it.
     *
     * @param speaking whether each of them says something first
     */
    Server connect(DatagramSecurity.Factory servers, DatagramSecurity.Factory clients, boolean speaking) {
        Side server = new Side();
        Side client = new Side();
        server.other = client;
        client.other = server;
        DatagramSecurity serving = server.secure(servers);
        DatagramSecurity asking = client.secure(clients);
        client.speaking = speaking;
        long words = speaking ? count : 0;
        for (int begun = 0; server.done() < count || client.done() < count || server.delivered < words; ) {
            long least = Math.min(server.done(), client.done());
            if (begun < count && begun - least < AT_A_TIME) {
                asking.connect(address(begun), "127.0.0.1", client.asker(address(begun)), System.nanoTime());
                begun++;
            } else {
                runOne();
            }
        }
        server.other = null;
        client.other = null;
        asking.close(System.nanoTime());
        loop.clear();
        return new Server(serving, server);
    }

    /** A server that all have a handshake with. */
    record Server(DatagramSecurity security, Side side) implements AutoCloseable {
        int associations() {
            return ((AssociationLayer) security).associations();
        }

        @Override
        public void close() {
            security.close(System.nanoTime());
        }
    }

    private void runOne() {
        try {
            Runnable task = loop.poll(60, TimeUnit.SECONDS);
            Objects.requireNonNull(task, "nothing happens").run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static InetSocketAddress address(int number) {
        try {
            byte[] ip = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
            return new InetSocketAddress(InetAddress.getByAddress(ip), 40_000);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** The server, or the client. */
    final class Side implements DatagramSecurity.Wire {
        private final Counters counters = new Counters();
        private boolean speaking;
        private long delivered;

        private @Nullable Side other; // null where the wire is cut

        private @Nullable DatagramSecurity security;

        DatagramSecurity secure(DatagramSecurity.Factory factory) {
            DatagramSecurity made = factory.create(this);
            security = made;
            return made;
        }

        long done() {
            return counters.get(Counter.HANDSHAKES_COMPLETED);
        }

        @Override
        public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
            if (other == null) {
                return;
            }
            byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
            DatagramSecurity receiver = Objects.requireNonNull(other.security);
            loop.add(() -> receiver.handleDatagram(to, datagram, datagram.length, System.nanoTime()));
        }

        ConnectListener asker(InetSocketAddress server) {
            return new ConnectListener() {
                @Override
                public void onConnected(PeerIdentity identity, long nowNanos) {
                    if (speaking) {
                        PeerSlot slot = new PeerTable(1, 1, new Random(1)).touch(server, identity, 0);
                        Objects.requireNonNull(security).send(Objects.requireNonNull(slot), new byte[] {1});
                    }
                }

                @Override
                public void onFailure(CoapException failure, long nowNanos) {
                    throw new AssertionError(failure);
                }
            };
        }

        @Override
        public void deliver(
                InetSocketAddress from, PeerIdentity identity, byte[] bytes, int offset, int length, long nowNanos) {
            delivered++;
        }

        @Override
        public void handleAssociationEnd(PeerIdentity identity, long nowNanos) {}

        @Override
        public boolean execute(Binding.LoopTask task) {
            return loop.add(() -> task.run(System.nanoTime()));
        }

        @Override
        public Counters counters() {
            return counters;
        }
    }
}
