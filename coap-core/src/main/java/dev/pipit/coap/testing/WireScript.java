package dev.pipit.coap.testing;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.UdpMessage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A peer on a {@link VirtualNetwork} that does what the test says, datagram by datagram, so that a test reads like a
 * figure of RFC 7252:
 *
 * <pre>{@code
 * peer.expect(CON, GET, "/temperature").mid("m").token("t");
 * peer.send(ACK, EMPTY).mid("m");
 * peer.send(CON, CONTENT).mid("n").token("t").payload("22.5 C");
 * peer.expect(ACK, EMPTY).mid("n");
 * peer.expectNothing(Duration.ofMinutes(5));
 * }</pre>
 *
 * <p>What is to be sent leaves when the script goes on or time passes. Waiting for a datagram makes time pass. Names
 * stand for message IDs and tokens: the first use of a name sets it, later ones compare with it or repeat it. What is
 * not as expected is an {@link AssertionError} that shows everything sent on the network so far.
 */
public final class WireScript {
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private final VirtualNetwork network;
    private final InetSocketAddress address;
    private final InetSocketAddress peer;
    private final WireVariables variables;
    private final Queue<WireReceipt> inbox = new ArrayDeque<>();
    private @Nullable WireSend prepared;
    private byte[] lastSent = new byte[0];
    private long latestNanos;

    WireScript(VirtualNetwork network, InetSocketAddress address, InetSocketAddress peer, WireVariables variables) {
        this.network = network;
        this.address = address;
        this.peer = peer;
        this.variables = variables;
        this.latestNanos = network.now();
        network.attach(address, new Node());
    }

    /** Where the scripted peer is. */
    public InetSocketAddress address() {
        return address;
    }

    /** The same peer at another of its ports; names mean the same there. */
    public WireScript atPort(int port) {
        return new WireScript(network, new InetSocketAddress(address.getAddress(), port), peer, variables);
    }

    /** Waits for the next datagram, which has to be a message of this type and code. */
    public WireReceipt expect(MessageType type, Code code) {
        WireReceipt receipt = next(type + " " + code);
        UdpMessage message = receipt.message();
        receipt.check(type + " " + code, message.type() + " " + message.code());
        return receipt;
    }

    /** Waits for the next datagram, which has to be a request of this type and method for this path and query. */
    public WireReceipt expect(MessageType type, Code method, String path) {
        return expect(type, method).path(path);
    }

    /** Waits for the next datagram, which has to have these bytes, in hexadecimal; spaces do not count. */
    public WireReceipt expectHex(String hex) {
        WireReceipt receipt = next(hex);
        receipt.check(hex.replace(" ", ""), HexFormat.of().formatHex(receipt.bytes()));
        return receipt;
    }

    /** Waits for the next datagram, which has to be the same, byte by byte, as an earlier one. */
    public WireReceipt expectAgain(WireReceipt earlier) {
        return expectHex(HexFormat.of().formatHex(earlier.bytes()));
    }

    /** Waits for the next datagram, whatever it is: for those that may come in any order. */
    public WireReceipt expectAnything() {
        return next("anything");
    }

    /** Lets time pass, in which no datagram may come. */
    public void expectNothing(Duration duration) {
        flush();
        network.runUntil(() -> !inbox.isEmpty(), duration);
        WireReceipt receipt = inbox.peek();
        if (receipt != null) {
            throw failure("nothing within " + duration, LoggedDatagram.describe(receipt.bytes()));
        }
    }

    private WireReceipt next(String expected) {
        flush();
        network.runUntil(() -> !inbox.isEmpty(), PATIENCE);
        WireReceipt receipt = inbox.poll();
        if (receipt == null) {
            throw failure(expected, "nothing within " + PATIENCE);
        }
        latestNanos = receipt.atNanos();
        return receipt;
    }

    /** Sends a message; message ID, token, options and payload follow as calls on the answer. */
    public WireSend send(MessageType type, Code code) {
        flush();
        WireSend send = new WireSend(variables, type, code);
        prepared = send;
        return send;
    }

    /** Sends a request for a path and query. */
    public WireSend send(MessageType type, Code method, String path) {
        return send(type, method).path(path);
    }

    /** Sends these bytes, in hexadecimal, whatever they mean; spaces do not count. */
    public void sendHex(String hex) {
        flush();
        transmit(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** Sends the latest datagram again. */
    public void sendAgain() {
        flush();
        transmit(lastSent);
    }

    /** Lets time pass; what comes meanwhile is there for the next expectation. */
    public void pause(Duration duration) {
        flush();
        network.run(duration);
    }

    private void flush() {
        WireSend send = prepared;
        if (send != null) {
            prepared = null;
            transmit(send.encode());
        }
    }

    private void transmit(byte[] bytes) {
        lastSent = bytes;
        latestNanos = network.now();
        network.transmit(address, peer, bytes);
    }

    WireVariables variables() {
        return variables;
    }

    AssertionError failure(String expected, String actual) {
        return new AssertionError(LoggedDatagram.describe(address) + " expected " + expected + ", but got " + actual
                + ". What was sent until " + network.now() / 1e9 + " s:\n" + network.log());
    }

    private final class Node implements VirtualNode {
        private long lastArrival;

        @Override
        public void handleDatagram(InetSocketAddress from, byte[] bytes, long nowNanos) {
            long previous = inbox.isEmpty() ? latestNanos : lastArrival;
            lastArrival = nowNanos;
            inbox.add(new WireReceipt(WireScript.this, bytes, previous, nowNanos));
        }

        @Override
        public void handleUnreachable(InetSocketAddress to, long nowNanos) {}

        @Override
        public void handleTimeout(long nowNanos) {}

        @Override
        public long nextDeadline() {
            return Long.MAX_VALUE;
        }

        @Override
        public void flush() {
            WireScript.this.flush();
        }

        @Override
        public boolean isQuiet() {
            return true;
        }
    }
}
