package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counters;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.peer.PeerTable;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;

/** A resource tree under its layer, with a loop and workers that do nothing until they are told to. */
final class ServedTree {
    static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 40000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 5683);

    final ResourceTree tree;
    final Counters counters = new Counters();
    final Queue<Runnable> work = new ArrayDeque<>();
    final Queue<LoopTask> loop = new ArrayDeque<>();
    private final ResourceLayer layer;
    private final PeerSlot peer =
            Objects.requireNonNull(new PeerTable(1, 1, new Random(1)).touch(CLIENT, PeerIdentity.NONE, 0));
    boolean workersAreFull;
    long nowNanos;

    /** Handlers run on the loop. */
    static ServedTree direct(Filter... filters) {
        return new ServedTree(new ResourceConfig("coap", () -> SERVER, true, Watchdog.NONE), filters);
    }

    /** Handlers run on workers. */
    static ServedTree onWorkers() {
        return new ServedTree(ResourceConfig.of("coap", () -> SERVER));
    }

    ServedTree(ResourceConfig config, Filter... filters) {
        tree = new ResourceTree(List.of(filters));
        layer = new ResourceLayer(tree, config, task -> !workersAreFull && work.add(task), loop::add, counters);
    }

    ServedTree add(String path, ResourceBuilder resource) {
        tree.add(path, resource.build());
        return this;
    }

    ReceivedRequest receive(Request request) {
        ReceivedRequest received = new ReceivedRequest(peer, request);
        layer.handleRequest(received, nowNanos);
        return received;
    }

    /** The answer that is there at once. */
    Response answer(Request request) {
        List<Response> responses = receive(request).responses;
        assertEquals(1, responses.size(), "answers at once");
        return responses.get(0);
    }

    Response get(String path) {
        return answer(Request.get(path));
    }

    void runWorkers() {
        assertTrue(!work.isEmpty(), "there is work");
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    void runLoop() {
        assertTrue(!loop.isEmpty(), "the loop has tasks");
        while (!loop.isEmpty()) {
            loop.remove().run(nowNanos);
        }
    }
}
