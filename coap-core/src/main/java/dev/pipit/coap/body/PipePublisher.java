package dev.pipit.coap.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A pipe's end as a publisher for one subscriber, by the rules of Reactive Streams. */
final class PipePublisher implements Flow.Publisher<ByteBuffer> {
    private static final int MAX_ITEM_BYTES = 16 << 10;

    private final BodyPipe pipe;
    private final AtomicBoolean taken = new AtomicBoolean();

    PipePublisher(BodyPipe pipe) {
        this.pipe = pipe;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (taken.compareAndSet(false, true)) {
            new Delivery(pipe, subscriber).begin();
        } else {
            // Reactive Streams §1.9: onSubscribe comes first in any case
            subscriber.onSubscribe(new Refused());
            subscriber.onError(new IllegalStateException("the body is being read already (expected: one subscriber)"));
        }
    }

    /** The subscription of one who is not served. */
    private static final class Refused implements Flow.Subscription {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }

    /** Hands items over, one thread at a time (§1.3), as many as were asked for (§1.1). */
    private static final class Delivery implements Flow.Subscription {
        private final BodyPipe pipe;
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicInteger work = new AtomicInteger(1); // that of begin()
        private volatile @Nullable Throwable misuse;
        private volatile boolean over;

        Delivery(BodyPipe pipe, Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.pipe = pipe;
            this.subscriber = subscriber;
        }

        void begin() {
            subscriber.onSubscribe(this);
            pipe.onChange(this::handOver);
            onWorker();
        }

        @Override
        public void request(long count) {
            if (count > 0) {
                demand.accumulateAndGet(count, (some, more) -> some + more < 0 ? Long.MAX_VALUE : some + more);
            } else {
                // §3.9
                misuse = new IllegalArgumentException("request: " + count + " (expected: more than 0)");
            }
            handOver();
        }

        @Override
        public void cancel() {
            over = true;
            pipe.cancel();
        }

        private void handOver() {
            if (work.getAndIncrement() == 0) {
                onWorker();
            }
        }

        private void onWorker() {
            if (!pipe.execution().onWorker(this::drain)) {
                misuse = new IOException("no thread is free to hand the body over");
                drain();
            }
        }

        private void drain() {
            int done = work.get();
            do {
                try {
                    deliver();
                } catch (RuntimeException | Error e) {
                    cancel(); // §2.13: a subscriber that throws is to be taken as one that has cancelled
                    throw e;
                }
                done = work.addAndGet(-done);
            } while (done != 0);
        }

        private void deliver() {
            while (!over && misuse == null && demand.get() > 0) {
                byte[] item = pipe.poll(MAX_ITEM_BYTES);
                if (item == null) {
                    break;
                }
                demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
                subscriber.onNext(ByteBuffer.wrap(item));
            }
            Throwable reason = misuse;
            if (!over && reason != null) {
                cancel();
                subscriber.onError(reason);
            } else if (!over && pipe.isDrained()) {
                over = true;
                reason = pipe.failure();
                if (reason == null) {
                    subscriber.onComplete();
                } else {
                    subscriber.onError(reason);
                }
            }
        }
    }
}
