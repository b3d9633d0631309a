package dev.pipit.coap.client;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.NotObservedException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObservationListener;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The states of a resource as a stream; each subscriber has an observation of its own. */
final class ObservationPublisher implements Flow.Publisher<Response> {
    private final Function<ObservationListener, Observation> start;

    ObservationPublisher(Function<ObservationListener, Observation> start) {
        this.start = start;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Response> subscriber) {
        Conflation conflation = new Conflation(subscriber);
        subscriber.onSubscribe(conflation);
        conflation.begin(start);
    }

    /** Between an observation and a subscriber that may be slower: keeps the newest state alone. */
    private static final class Conflation implements Flow.Subscription, ObservationListener {
        private final Flow.Subscriber<? super Response> subscriber;
        private final AtomicReference<@Nullable Response> newest = new AtomicReference<>();
        private final AtomicInteger work = new AtomicInteger();
        private final AtomicLong demand = new AtomicLong();
        private volatile boolean cancelled;
        private volatile boolean over;
        private volatile @Nullable Throwable failure;
        private volatile @Nullable Observation observation;

        Conflation(Flow.Subscriber<? super Response> subscriber) {
            this.subscriber = subscriber;
        }

        void begin(Function<ObservationListener, Observation> start) {
            if (cancelled) {
                return;
            }
            try {
                observation = start.apply(this);
            } catch (RuntimeException e) {
                end(e);
            }
            if (cancelled) {
                close();
            }
        }

        @Override
        public void request(long count) {
            if (count <= 0) {
                close();
                newest.set(null);
                end(new IllegalArgumentException("request: " + count + " (expected: more than 0)"));
                return;
            }
            demand.accumulateAndGet(count, (some, more) -> some + more < 0 ? Long.MAX_VALUE : some + more);
            drain();
        }

        @Override
        public void cancel() {
            cancelled = true;
            newest.set(null);
            close();
        }

        private void close() {
            Observation open = observation;
            if (open != null) {
                open.close();
            }
        }

        @Override
        public void onNotification(Response state) {
            newest.set(state);
            drain();
        }

        @Override
        public void onEnd(@Nullable CoapException reason) {
            end(reason instanceof NotObservedException ? null : reason);
        }

        private void end(@Nullable Throwable reason) {
            if (!over) {
                failure = reason;
                over = true;
            }
            drain();
        }

        /** Hands over what can be; one thread at a time, and none waits for another. */
        private void drain() {
            if (work.getAndIncrement() != 0) {
                return;
            }
            int done = 1;
            do {
                try {
                    deliver();
                } catch (RuntimeException | Error e) {
                    cancel(); // Reactive Streams §2.13: a subscriber that throws is to be taken as one that has
                    // cancelled
                    throw e;
                }
                done = work.addAndGet(-done);
            } while (done != 0);
        }

        private void deliver() {
            boolean last = over;
            while (!cancelled && demand.get() > 0) {
                Response state = newest.getAndSet(null);
                if (state == null) {
                    break;
                }
                demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
                subscriber.onNext(state);
            }
            if (last && !cancelled && newest.get() == null) {
                cancelled = true;
                Throwable reason = failure;
                if (reason == null) {
                    subscriber.onComplete();
                } else {
                    subscriber.onError(reason);
                }
            }
        }
    }
}
