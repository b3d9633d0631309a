package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.transport.ConnectListener;
import dev.pipit.coap.transport.DatagramSecurity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Many handshakes between a server and a client, on a wire in memory: each has an address of its own, as if each were with
 * another device, and is the same for both sides. The thread that runs them is the loop of both.
 */
final class Devices {
    private static final int AT_A_TIME = 32;

    private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    private final int count;

    Devices(int count) {
        this.count = count;
    }

    /** Does a handshake for each, with sides that are there for this time alone; gives the server's counters. */
    Counters connectAll(DatagramSecurity.Factory servers, DatagramSecurity.Factory clients) {
        Side server = new Side();
        Side client = new Side();
        server.other = client;
        client.other = server;
        DatagramSecurity serving = server.secure(servers);
        DatagramSecurity asking = client.secure(clients);
        for (int begun = 0; server.done() < count || client.done() < count; ) {
            long least = Math.min(server.done(), client.done());
            if (begun < count && begun - least < AT_A_TIME) {
                asking.connect(address(begun), "127.0.0.1", client, System.nanoTime());
                begun++;
            } else {
                runOne();
            }
        }
        asking.close(System.nanoTime());
        serving.close(System.nanoTime());
        loop.clear();
        return server.counters;
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
    private final class Side implements DatagramSecurity.Wire, ConnectListener {
        final Counters counters = new Counters();

        @Nullable
        Side other;

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
            byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
            DatagramSecurity receiver = Objects.requireNonNull(Objects.requireNonNull(other).security);
            loop.add(() -> receiver.handleDatagram(to, datagram, datagram.length, System.nanoTime()));
        }

        @Override
        public void onConnected(PeerIdentity identity, long nowNanos) {}

        @Override
        public void onFailure(CoapException failure, long nowNanos) {
            throw new AssertionError(failure);
        }

        @Override
        public void deliver(
                InetSocketAddress from, PeerIdentity identity, byte[] bytes, int offset, int length, long nowNanos) {}

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
