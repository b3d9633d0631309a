package dev.pipit.coap.examples.bench;

import dev.pipit.coap.message.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Requests, in a closed loop or an open one.
 *
 * <p>In a closed loop the answer to one request lets the next go, on the event loop. In an open one the calling thread
 * sends at the rate, and a latency counts from when a request was due, even where it could not go then: a server that
 * stands still for a second has made all wait that would have come in it ("coordinated omission" leaves them out).
 */
public final class RequestLoad implements Load {
    private static final long TICK_NANOS = 10_000_000;
    private static final long CROWDED_NANOS = 100_000;

    private final LoadTarget target;
    private final LoadPlan plan;
    private final EventLoops loops;
    private final int mostIds;
    private final List<LoadPeer> peers = new ArrayList<>();
    private final Queue<LoadPeer> resting = new ConcurrentLinkedQueue<>(); // once for each place in its window
    private final Histogram lag = new Histogram(3);
    private volatile @Nullable Thread pacing;
    private volatile boolean stopped;
    private long due; // requests that the rate has called for so far, sent or not
    private long dispatched;
    private int nextPeer;

    /** A load on a target. */
    public RequestLoad(LoadTarget target, LoadPlan plan) {
        this(target, plan, Connection.MOST_IDS);
    }

    /** The same, with other ports after so many messages from one. */
    RequestLoad(LoadTarget target, LoadPlan plan, int mostIds) {
        this.mostIds = mostIds;
        this.target = target;
        this.plan = plan;
        this.loops = new EventLoops(plan.loops(), target);
    }

    @Override
    public LoadResult run(Consumer<LoadProgress> progress) throws IOException {
        for (int i = 0; i < plan.clients(); i++) {
            peers.add(new LoadPeer(target, loops, mostIds));
        }
        pacing = Thread.currentThread();
        Course way = new Course(plan, loops, progress);
        try {
            // That of the measured time as well, so that no request which was due in it is left out.
            long startNanos = way.startedNanos();
            if (!plan.isOpenLoop()) {
                peers.forEach(peer -> fill(peer, way.meter()));
            }
            long now = System.nanoTime();
            while (way.advance(now) && !stopped && way.meter().firstLocal() == null) {
                long wait = plan.isOpenLoop() ? dispatch(way.meter(), now, startNanos) : TICK_NANOS;
                LockSupport.parkNanos(wait);
                restart(way.meter());
                now = System.nanoTime();
            }
            finish(way, now, startNanos);
            long retransmissions =
                    peers.stream().mapToLong(LoadPeer::retransmissions).sum();
            return way.result(
                    new LoadResult.Requests(
                            way.meter().started(),
                            target.payloadBytes(),
                            inFlight(),
                            due - dispatched,
                            retransmissions),
                    peers.stream().mapToLong(LoadPeer::ports).sum(),
                    lag.getValueAtPercentile(99),
                    null);
        } finally {
            peers.forEach(LoadPeer::close);
        }
    }

    @Override
    public void stop() {
        stopped = true;
        LockSupport.unpark(pacing);
    }

    private void finish(Course way, long now, long startNanos) throws IOException {
        Throwable local = way.meter().firstLocal();
        if (local != null && way.meter().allAnswers() == 0) {
            throw new IOException(local.getMessage() == null ? local.toString() : local.getMessage(), local);
        }
        way.meter().stop(now);
        if (plan.isOpenLoop()) {
            // Where this generator itself came late, what it has not sent was due all the same.
            due = Math.max(dispatched, (long) ((way.meter().endNanos() - startNanos) * plan.rate() / 1e9));
        }
        way.advance(now);
        long until = System.nanoTime() + LoadPlan.DRAIN_NANOS;
        while (System.nanoTime() - until < 0 && inFlight() > 0) {
            LockSupport.parkNanos(TICK_NANOS / 10);
        }
    }

    private long inFlight() {
        return peers.stream().mapToLong(LoadPeer::inFlight).sum();
    }

    /** A closed loop begins: each place in the window has one request after the other from now on. */
    private void fill(LoadPeer peer, Meter meter) {
        for (int i = 0; i < plan.window() && meter.firstLocal() == null; i++) {
            send(peer, meter, System.nanoTime());
        }
    }

    private void restart(Meter meter) {
        for (LoadPeer peer = resting.poll(); peer != null; peer = resting.poll()) {
            peer.renew();
            send(peer, meter, System.nanoTime());
        }
    }

    /** Sends what is due; gives the time until more is. */
    private long dispatch(Meter meter, long now, long startNanos) {
        due = (long) ((now - startNanos) * plan.rate() / 1e9) + 1;
        while (dispatched < due) {
            LoadPeer peer = idlePeer();
            if (peer == null) {
                return CROWDED_NANOS;
            }
            long intended = startNanos + (long) (dispatched * 1e9 / plan.rate());
            dispatched++;
            if (intended - meter.beginNanos() >= 0) {
                lag.recordValue(Math.max(0, System.nanoTime() - intended));
            }
            send(peer, meter, intended);
        }
        long next = startNanos + (long) (dispatched * 1e9 / plan.rate()) - System.nanoTime();
        return Math.max(1, Math.min(TICK_NANOS, next));
    }

    private @Nullable LoadPeer idlePeer() {
        for (int i = 0; i < peers.size(); i++) {
            LoadPeer peer = peers.get(nextPeer);
            nextPeer = (nextPeer + 1) % peers.size();
            if (peer.connection().inFlight() < plan.window()) {
                peer.renew();
                return peer;
            }
        }
        return null;
    }

    private void send(LoadPeer peer, Meter meter, long startNanos) {
        Connection connection = peer.connection();
        connection.begin();
        meter.start(startNanos);
        var unused = connection.request().sendAsync().whenComplete(new Sent(peer, connection, meter, startNanos));
    }

    private void next(LoadPeer peer, Connection connection, Meter meter, boolean failed) {
        if (plan.isOpenLoop() || stopped || meter.isOver(System.nanoTime())) {
            return;
        }
        if (connection.isUsedUp()) {
            // Not on with the next port from here: only the pacing thread may open one.
            resting.add(peer);
            LockSupport.unpark(pacing);
        } else if (failed) {
            // It may fail as soon as it is sent: not to go round in circles, the loop gets a rest.
            resting.add(peer);
        } else {
            send(peer, meter, System.nanoTime());
        }
    }

    /** A request that was sent. */
    private final class Sent implements BiConsumer<@Nullable Response, @Nullable Throwable> {
        private final LoadPeer peer;
        private final Connection connection;
        private final Meter meter;
        private final long startNanos;

        Sent(LoadPeer peer, Connection connection, Meter meter, long startNanos) {
            this.peer = peer;
            this.connection = connection;
            this.meter = meter;
            this.startNanos = startNanos;
        }

        @Override
        public void accept(@Nullable Response response, @Nullable Throwable failure) {
            long now = System.nanoTime();
            connection.end();
            if (response != null) {
                meter.answer(response, startNanos, now);
            } else if (failure != null) {
                meter.failure(failure, startNanos, now);
            }
            next(peer, connection, meter, failure != null);
        }
    }
}
