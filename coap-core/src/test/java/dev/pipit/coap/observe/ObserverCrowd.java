package dev.pipit.coap.observe;

import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.resource.Observers;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceConfig;
import dev.pipit.coap.resource.ResourceLayer;
import dev.pipit.coap.resource.ResourceTree;
import dev.pipit.coap.resource.Watchdog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;

/**
 * Very many observers of one resource, and an endpoint that serves it, without sockets and on a clock of their own: an
 * observer is no more than the latest state that it heard of. Datagrams travel in order, each for as long.
 */
public final class ObserverCrowd {
    private static final int PORT = 5683;

    private final Random random = new Random(1);
    private final MessageDecoder decoder = new MessageDecoder(8);
    private final Observers observers = Observers.create();
    private final ArrayDeque<Travelling> network = new ArrayDeque<>();
    private final CoapEndpoint endpoint;
    private final ResourceLayer resources;
    private final long delayNanos;
    private final int peers;
    private final NotificationOrder[] orders;
    private final int[] states;
    private int lossy;
    private double loss;
    private long nowNanos;
    private long notifications;
    private Response state = Response.content("0");

    private record Travelling(long atNanos, InetSocketAddress peer, boolean toServer, byte[] datagram) {}

    /** So many observers at so many peers, each a datagram's delay away. */
    public ObserverCrowd(int size, int peers, Duration delay, ObserveConfig config) {
        this.peers = peers;
        this.delayNanos = delay.toNanos();
        states = new int[size];
        orders = new NotificationOrder[size];
        for (int i = 0; i < size; i++) {
            orders[i] = new NotificationOrder();
        }
        ResourceTree tree = new ResourceTree();
        tree.add(
                "/t",
                Resource.builder().get(context -> state).observable(observers).build());
        InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
        endpoint = new CoapEndpoint(
                EndpointConfig.DEFAULT.maxPeers(Math.max(peers, 1000)),
                this::send,
                (request, now) -> resources().handleRequest(request, now),
                random);
        resources = new ResourceLayer(
                tree,
                new ResourceConfig("coap", () -> local, true, Watchdog.NONE),
                work -> false,
                task -> {
                    task.run(nowNanos);
                    return true;
                },
                endpoint.counters());
        resources.observers(endpoint.observers(config));
    }

    private ResourceLayer resources() {
        return resources;
    }

    /** Lets the first so many observers lose what is sent to them and by them, with this probability. */
    public void loss(int observersWithLoss, double probability) {
        lossy = observersWithLoss;
        loss = probability;
    }

    /** Each observer registers with a CON GET, and answers the ping that it gets for that. */
    public void register() {
        Request get = Request.of(Code.GET, Request.get("/t").options().with(StandardOptions.OBSERVE, 0L), new byte[0]);
        for (int i = 0; i < states.length; i++) {
            deliver(addressOf(i), MessageEncoder.encode(MessageType.CON, i / peers, Token.ofLong(i), get));
        }
        run(Duration.ofNanos(2 * delayNanos));
    }

    /** Something comes of each peer that has no effect but to show that it is there. */
    public void showUp() {
        for (int i = 0; i < peers; i++) {
            deliver(addressOf(i), MessageEncoder.encodeEmpty(MessageType.ACK, 65_535));
        }
    }

    /** As a socket gives it: a fresh object for each datagram. */
    private InetSocketAddress addressOf(int observer) {
        int peer = observer % peers;
        try {
            byte[] ip = {10, (byte) (peer >> 16), (byte) (peer >> 8), (byte) peer};
            return new InetSocketAddress(InetAddress.getByAddress(ip), PORT);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The resource changes. */
    public void change(int next) {
        state = Response.content(Integer.toString(next));
        observers.changed();
    }

    /** Lets time pass, and whatever is due happen. */
    public void run(Duration duration) {
        long end = nowNanos + duration.toNanos();
        while (true) {
            Travelling next = network.peek();
            long arrival = next == null ? Long.MAX_VALUE : next.atNanos();
            long at = Math.min(arrival, endpoint.nextDeadline());
            if (at > end) {
                nowNanos = end;
                return;
            }
            nowNanos = Math.max(nowNanos, at);
            if (next != null && arrival <= nowNanos) {
                network.remove();
                arrive(next);
            } else {
                endpoint.handleTimeout(nowNanos);
            }
        }
    }

    private void send(PeerSlot to, byte[] datagram) {
        network.add(new Travelling(nowNanos + delayNanos, to.peer().address(), false, datagram));
    }

    private void arrive(Travelling arrived) {
        if (arrived.toServer()) {
            deliver(arrived.peer(), arrived.datagram());
        } else if (decoder.decode(arrived.datagram(), 0, arrived.datagram().length) instanceof UdpMessage message) {
            if (message.message() != null) {
                take(message, message.message());
            } else if (message.type() == MessageType.CON) {
                answer(arrived.peer(), MessageEncoder.encodeEmpty(MessageType.RST, message.messageId()));
            }
        }
    }

    private void answer(InetSocketAddress from, byte[] datagram) {
        network.add(new Travelling(nowNanos + delayNanos, from, true, datagram));
    }

    private void deliver(InetSocketAddress from, byte[] datagram) {
        endpoint.handleDatagram(from, PeerIdentity.NONE, decoder.decode(datagram, 0, datagram.length), nowNanos);
    }

    private void take(UdpMessage message, Message response) {
        int observer = indexOf(message.token());
        if (isLost(observer)) {
            return;
        }
        notifications++;
        if (orders[observer].accept(response.options().uint(StandardOptions.OBSERVE, -1), nowNanos)) {
            states[observer] = Integer.parseInt(response.text());
        }
        if (message.type() == MessageType.CON && !isLost(observer)) {
            answer(addressOf(observer), MessageEncoder.encodeEmpty(MessageType.ACK, message.messageId()));
        }
    }

    private static int indexOf(Token token) {
        int index = 0;
        for (byte each : token.toByteArray()) {
            index = index << 8 | each & 0xff;
        }
        return index;
    }

    private boolean isLost(int observer) {
        return observer < lossy && random.nextDouble() < loss;
    }

    /** How many observers the server has. */
    public int registered() {
        return observers.count();
    }

    /** How many observers hold this state. */
    public int holding(int expected) {
        int holding = 0;
        for (int each : states) {
            holding += each == expected ? 1 : 0;
        }
        return holding;
    }

    /** How many responses have arrived, those to registrations included. */
    public long notifications() {
        return notifications;
    }

    /** How many peers the endpoint knows. */
    public int peers() {
        return endpoint.peers();
    }
}
