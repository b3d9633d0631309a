package dev.pipit.coap.examples.bench;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObservationListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Observers of one resource, each a client of its own. Where there is a request that changes the resource, it is sent
 * again as soon as all observers have heard of the last change, and the latency of a notification is the time since
 * then. Where there is none, nobody can tell when the resource changed, and so there is no latency.
 */
public final class ObserverLoad implements Load {
    private static final long TICK_NANOS = 10_000_000;
    private static final long MISSED_NANOS = 1_000_000_000;
    private static final int REGISTERING = 128;

    private final LoadTarget observed;
    private final @Nullable LoadTarget change;
    private final LoadPlan plan;
    private final EventLoops loops;
    private final List<Connection> connections = new ArrayList<>();
    private final Semaphore registering = new Semaphore(REGISTERING);
    private final AtomicInteger registered = new AtomicInteger();
    private final AtomicInteger withoutIt = new AtomicInteger(); // observers that have not heard of the change yet
    private volatile @Nullable Thread pacing;
    private volatile @Nullable Meter meter; // null while they register
    private final Queue<CoapException> losses = new ConcurrentLinkedQueue<>();
    private volatile int round;
    private volatile long roundNanos;
    private volatile boolean stopped;
    private long missed;

    /**
     * A load.
     *
     * @param observed what is observed, by as many as the plan has clients
     * @param change what changes it; null for nothing
     */
    public ObserverLoad(LoadTarget observed, @Nullable LoadTarget change, LoadPlan plan) {
        this.observed = observed;
        this.change = change;
        this.plan = plan;
        this.loops = new EventLoops(plan.loops(), observed);
    }

    @Override
    public LoadResult run(Consumer<LoadProgress> progress) throws IOException {
        pacing = Thread.currentThread();
        try {
            register();
            Course way = new Course(plan, loops, progress);
            meter = way.meter();
            if (registered.get() == 0) {
                way.meter().stop(way.meter().beginNanos());
            } else if (change != null) {
                changeAgainAndAgain(new Connection(change, loops, Connection.MOST_IDS), way);
            } else {
                listen(way);
            }
            way.meter().stop(System.nanoTime());
            way.advance(System.nanoTime());
            losses.forEach(way.meter()::count);
            long retransmissions =
                    connections.stream().mapToLong(Connection::retransmissions).sum();
            return way.result(
                    new LoadResult.Requests(
                            way.meter().started(), change == null ? 0 : change.payloadBytes(), 0, 0, retransmissions),
                    connections.size(),
                    0,
                    new LoadResult.Observers(registered.get(), way.meter().started(), missed));
        } finally {
            connections.forEach(Connection::close);
        }
    }

    @Override
    public void stop() {
        stopped = true;
        LockSupport.unpark(pacing);
    }

    /** A few at a time, so that the registrations do not get lost in a burst. */
    private void register() throws IOException {
        long until = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(10)
                + plan.duration().toNanos();
        try {
            for (int i = 0; i < plan.clients() && !stopped; i++) {
                if (!registering.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                Connection connection = new Connection(observed, loops, Connection.MOST_IDS);
                connections.add(connection);
                var unused = connection.request().observe(new Observer());
            }
            boolean unused = registering.tryAcquire(REGISTERING, until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void listen(Course way) {
        while (way.advance(System.nanoTime()) && !stopped) {
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private void changeAgainAndAgain(Connection changer, Course way) {
        connections.add(changer);
        int rounds = 0;
        long now = System.nanoTime();
        while (way.advance(now) && !stopped) {
            withoutIt.set(registered.get());
            roundNanos = now;
            round = ++rounds;
            way.meter().start(now);
            long began = now;
            var unused = changer.request().sendAsync().whenComplete((response, failure) -> {
                if (failure != null) {
                    way.meter().failure(failure, began, System.nanoTime());
                }
            });
            while (withoutIt.get() > 0 && !stopped && now - began < MISSED_NANOS) {
                // What was changed in the measured time is waited for, even behind its end.
                way.advance(now);
                LockSupport.parkNanos(TICK_NANOS);
                now = System.nanoTime();
            }
            missed += now - began >= MISSED_NANOS ? withoutIt.get() : 0;
            now = System.nanoTime();
        }
    }

    /** One observer; on its event loop. */
    private final class Observer implements ObservationListener {
        private boolean isRegistered;
        private boolean isSettled;
        private int latest;

        @Override
        public void onNotification(Response state) {
            if (!isRegistered) {
                isRegistered = true;
                registered.incrementAndGet();
                settled();
                return;
            }
            Meter open = meter;
            if (open == null) {
                return;
            }
            long now = System.nanoTime();
            int current = round;
            boolean first = latest != current && change != null;
            latest = current;
            if (first) {
                open.answer(state, roundNanos, now);
            } else {
                open.notification(state, now);
            }
            if (first && withoutIt.decrementAndGet() == 0) {
                LockSupport.unpark(pacing);
            }
        }

        @Override
        public void onLost(CoapException reason) {
            losses.add(reason);
        }

        @Override
        public void onEnd(@Nullable CoapException reason) {
            if (reason != null) {
                onLost(reason);
                registered.addAndGet(isRegistered ? -1 : 0);
                settled();
            }
        }

        private void settled() {
            if (!isSettled) {
                isSettled = true;
                registering.release();
            }
        }
    }
}
