package dev.pipit.coap.endpoint;

import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.IpLiteral;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.observe.ObserveConfig;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.resource.Observers;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceConfig;
import dev.pipit.coap.resource.ResourceLayer;
import dev.pipit.coap.resource.ResourceTree;
import dev.pipit.coap.resource.Watchdog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;

/**
 * A server, from datagram to datagram and without sockets, that knows many peers, has many resources, or many
 * observers, and answers one GET after the other. The clock goes on by a quarter of a millisecond for each.
 */
public final class CrowdedServer {
    private static final long STEP_NANOS = 250_000;
    private static final int PATHS = 1024;
    private static final int STRIDE = 7919; // a prime, so that neighbours do not come one after the other

    private final InetSocketAddress[] peers;
    private final int[] messageIds;
    private final byte[][] gets;
    private final MessageDecoder decoder = new MessageDecoder(8);
    private final Observers observers = Observers.create();
    private final CoapEndpoint endpoint;
    private final ResourceLayer resources;
    private long nowNanos;
    private long sentBytes;
    private int count;

    /** A server that has heard of all its peers. */
    public CrowdedServer(int peerCount, int resourceCount, int observerCount) {
        peers = new InetSocketAddress[peerCount];
        messageIds = new int[peerCount];
        InetAddress host = IpLiteral.parse("192.0.2.1").orElseThrow();
        for (int i = 0; i < peerCount; i++) {
            byte[] ip = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
            peers[i] = new InetSocketAddress(IpLiteral.parse(text(ip)).orElse(host), 5683);
        }
        ResourceTree tree = new ResourceTree();
        Response hello = Response.content("hello world");
        Resource plain = Resource.builder().get(context -> hello).build();
        for (int i = 0; i < resourceCount; i++) {
            tree.add(path(i), plain);
        }
        tree.add(
                "/observed",
                Resource.builder().get(context -> hello).observable(observers).build());
        gets = new byte[PATHS][];
        for (int i = 0; i < PATHS; i++) {
            gets[i] = encode(Request.get(path((int) ((long) i * resourceCount / PATHS))));
        }
        endpoint = new CoapEndpoint(
                EndpointConfig.DEFAULT
                        .maxPeers(peerCount + 1)
                        .freshness(EndpointConfig.DEFAULT.freshness().amplification(AmplificationMitigation.OFF)),
                (peer, datagram) -> sentBytes += datagram.length,
                (request, now) -> layer().handleRequest(request, now),
                new SplittableRandom(1));
        resources = new ResourceLayer(
                tree,
                new ResourceConfig("coap", () -> peers[0], true, Watchdog.NONE),
                work -> false,
                task -> false,
                endpoint.counters());
        int most = Math.max(1, observerCount);
        resources.observers(endpoint.observers(ObserveConfig.DEFAULT.limits(most, most, most)));
        register(observerCount);
    }

    private ResourceLayer layer() {
        return resources;
    }

    private static String text(byte[] ip) {
        return ip[0] + "." + (ip[1] & 0xff) + "." + (ip[2] & 0xff) + "." + (ip[3] & 0xff);
    }

    private static String path(int resource) {
        return "/house" + resource / 100 + "/sensor" + resource % 100;
    }

    private static byte[] encode(Request request) {
        return MessageEncoder.encode(MessageType.CON, 0, Token.ofLong(0x01020304), request);
    }

    /** The first so many observe; the others just ask. */
    private void register(int observerCount) {
        Request get = Request.get("/observed");
        byte[] observe = encode(Request.of(Code.GET, get.options().with(StandardOptions.OBSERVE, 0L), new byte[0]));
        byte[] plain = encode(get);
        for (int i = 0; i < peers.length; i++) {
            deliver(i, i < observerCount ? observe : plain);
        }
    }

    /** The next peer asks for the next resource; gives the bytes of all answers so far. */
    public long get() {
        int number = count++ & 0x7fffffff;
        deliver((int) ((long) number * STRIDE % peers.length), gets[(int) ((long) number * STRIDE % PATHS)]);
        return sentBytes;
    }

    private void deliver(int peer, byte[] datagram) {
        int messageId = messageIds[peer]++;
        datagram[2] = (byte) (messageId >> 8);
        datagram[3] = (byte) messageId;
        nowNanos += STEP_NANOS;
        endpoint.handleDatagram(peers[peer], PeerIdentity.NONE, decoder.decode(datagram, 0, datagram.length), nowNanos);
        if (endpoint.nextDeadline() <= nowNanos) {
            endpoint.handleTimeout(nowNanos);
        }
    }

    /** How many answers there were. */
    public long answers() {
        return endpoint.counters().get(Counter.RESPONSES_SENT);
    }

    /** How many peers it knows. */
    public int peers() {
        return endpoint.peers();
    }

    /** How many observers it has. */
    public int observers() {
        return observers.count();
    }
}
