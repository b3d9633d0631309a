package dev.pipit.coap.examples.bench;

import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.transport.CoapTransport;
import dev.pipit.coap.transport.UdpConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A few event loops that very many clients share. */
final class EventLoops {
    private final List<Loop> loops = new ArrayList<>();
    private int next;

    EventLoops(int count, LoadTarget target) {
        for (int i = 0; i < count; i++) {
            loops.add(new Loop(target.transport(UdpConfig.CLIENT.eventLoops(1), "coap-bench")));
        }
    }

    /** One of them, in turn. */
    CoapTransport next() {
        return loops.get(next++ % loops.size());
    }

    int count() {
        return loops.size();
    }

    /** The CPU time of each loop so far, in nanoseconds; 0 where it has not begun, or the system does not say. */
    long[] cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return loops.stream()
                .mapToLong(loop -> loop.thread < 0 ? 0 : Math.max(0, threads.getThreadCpuTime(loop.thread)))
                .toArray();
    }

    /** Every client that is given this transport is on the one loop of the transport within. */
    private static final class Loop implements CoapTransport {
        private final CoapTransport transport;
        private volatile long thread = -1;

        Loop(CoapTransport transport) {
            this.transport = transport;
        }

        @Override
        public String scheme() {
            return transport.scheme();
        }

        @Override
        public List<Binding> bind(InetSocketAddress local, EndpointFactory factory) throws IOException {
            return transport.bind(local, (binding, port, random) -> {
                thread = Thread.currentThread().getId();
                return factory.create(binding, port, random);
            });
        }
    }
}
