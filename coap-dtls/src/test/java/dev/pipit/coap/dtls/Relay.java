package dev.pipit.coap.dtls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** Stands between one client and a server, as a NAT does: what the server sees is the relay's port, which may change. */
final class Relay implements AutoCloseable {
    private final DatagramSocket inside;
    private volatile DatagramSocket outside;
    private volatile InetSocketAddress server;
    private volatile @Nullable SocketAddress client;

    Relay(InetSocketAddress server) {
        this.server = server;
        this.inside = open();
        this.outside = open();
        carry(inside);
        carry(outside);
    }

    private static DatagramSocket open() {
        try {
            return new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Carries what comes to a socket to the other side, until the socket is closed. */
    private void carry(DatagramSocket from) {
        Thread thread = new Thread(() -> {
            byte[] buffer = new byte[65535];
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            while (!from.isClosed()) {
                try {
                    packet.setLength(buffer.length);
                    from.receive(packet);
                    forward(from, packet);
                } catch (IOException e) {
                    // Closed, or nobody is there: a datagram is lost.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void forward(DatagramSocket from, DatagramPacket packet) throws IOException {
        if (from == inside) {
            client = packet.getSocketAddress();
            outside.send(new DatagramPacket(packet.getData(), packet.getLength(), server));
        } else if (client != null) {
            inside.send(new DatagramPacket(packet.getData(), packet.getLength(), client));
        }
    }

    /** The URI of something on the server, by way of here. */
    String uri(String path) {
        return "coaps://127.0.0.1:" + inside.getLocalPort() + path;
    }

    /** The port that the server sees. */
    int outsidePort() {
        return outside.getLocalPort();
    }

    /** The server sees the client at another port from now on, and nothing gets through to it by the old one. */
    void rebind() {
        DatagramSocket before = outside;
        DatagramSocket next = open();
        outside = next;
        carry(next);
        before.close();
    }

    /** Another server is there from now on. */
    void leadTo(InetSocketAddress other) {
        server = other;
    }

    @Override
    public void close() {
        inside.close();
        outside.close();
    }
}
