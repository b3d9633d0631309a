package dev.pipit.coap.transport;

import dev.pipit.coap.message.UnreachableException;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** A toy of a secure transport: one byte each way as handshake, and everything after it inverted. */
record ScrambledTransport(String scheme, boolean refusing) implements TransportConfig {
    /** One for each association, as identities are. */
    static final class Named implements PeerIdentity {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Override
    public CoapTransport serverTransport(UdpConfig udp, String threadName) {
        return new UdpTransport(udp, threadName, scheme, wire -> new Scrambled(wire, "client"));
    }

    @Override
    public CoapTransport clientTransport(UdpConfig udp, String threadName) {
        return new UdpTransport(udp, threadName, scheme, wire -> new Scrambled(wire, "server"));
    }

    private final class Scrambled implements DatagramSecurity {
        private final Wire wire;
        private final String other;
        private final Map<InetSocketAddress, PeerIdentity> known = new HashMap<>();
        private final Map<InetSocketAddress, ConnectListener> waiting = new HashMap<>();

        Scrambled(Wire wire, String other) {
            this.wire = wire;
            this.other = other;
        }

        @Override
        public void handleDatagram(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
            if (length > 1) {
                wire.deliver(from, identity(from), inverted(bytes, length), 0, length, nowNanos);
                return;
            }
            if (!known.containsKey(from) && !waiting.containsKey(from)) {
                wire.send(from, bytes, 0, 1);
            }
            PeerIdentity identity = identity(from);
            ConnectListener listener = waiting.remove(from);
            if (listener != null) {
                listener.onConnected(identity, nowNanos);
            }
        }

        private PeerIdentity identity(InetSocketAddress from) {
            return known.computeIfAbsent(from, ignored -> new Named(other));
        }

        @Override
        public void send(PeerSlot peer, byte[] datagram) {
            if (peer.peer().identity().equals(known.get(peer.peer().address()))) {
                wire.send(peer.peer().address(), inverted(datagram, datagram.length), 0, datagram.length);
            }
        }

        @Override
        public void connect(InetSocketAddress to, String serverName, ConnectListener listener, long nowNanos) {
            if (refusing) {
                listener.onFailure(new UnreachableException("no handshake with " + serverName), nowNanos);
            } else if (known.containsKey(to)) {
                listener.onConnected(identity(to), nowNanos);
            } else {
                waiting.put(to, listener);
                wire.send(to, new byte[1], 0, 1);
            }
        }

        @Override
        public void handleTimeout(long nowNanos) {}

        @Override
        public long nextDeadline() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close(long nowNanos) {}
    }

    private static byte[] inverted(byte[] bytes, int length) {
        byte[] inverted = new byte[length];
        for (int i = 0; i < length; i++) {
            inverted[i] = (byte) ~bytes[i];
        }
        return inverted;
    }
}
