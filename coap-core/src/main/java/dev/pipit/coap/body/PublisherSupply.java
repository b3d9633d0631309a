package dev.pipit.coap.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Subscribes to a publisher, and asks for one item after the other for as long as there is room. */
final class PublisherSupply implements Supply, Flow.Subscriber<ByteBuffer> {
    private final Execution execution;
    private final BufferedSource into;
    private final Flow.Publisher<ByteBuffer> publisher;
    private final ReentrantLock lock = new ReentrantLock(); // guards all below; never held while others are called
    private Flow.@Nullable Subscription subscription;
    private boolean subscribed;
    private boolean closed;

    PublisherSupply(Execution execution, BufferedSource into, Flow.Publisher<ByteBuffer> publisher) {
        this.execution = execution;
        this.into = into;
        this.publisher = publisher;
    }

    /** On a worker, as the publisher may do its work where it is asked for something. */
    @Override
    public void request() {
        if (!execution.onWorker(this::ask)) {
            into.fail(this, new IOException("no thread is free for it"));
        }
    }

    private void ask() {
        try {
            if (!subscribed) {
                subscribed = true;
                publisher.subscribe(this);
            } else {
                subscriptionIfOpen().request(1);
            }
        } catch (Throwable e) { // whatever a publisher comes up with, the transfer must hear of it
            into.fail(this, e);
        }
    }

    private Flow.Subscription subscriptionIfOpen() {
        lock.lock();
        try {
            return subscription == null || closed ? NONE : subscription;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription fresh) {
        Objects.requireNonNull(fresh, "subscription");
        boolean wanted;
        lock.lock();
        try {
            // Reactive Streams §2.5: a second subscription is cancelled
            wanted = subscription == null && !closed;
            subscription = subscription == null ? fresh : subscription;
        } finally {
            lock.unlock();
        }
        if (wanted) {
            fresh.request(1);
        } else {
            fresh.cancel();
        }
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        Objects.requireNonNull(bytes, "bytes");
        // Copied at once; the publisher may use the buffer again.
        if (into.add(this, bytes)) {
            subscriptionIfOpen().request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        into.fail(this, Objects.requireNonNull(failure, "failure"));
    }

    @Override
    public void onComplete() {
        into.end(this);
    }

    @Override
    public void close() {
        Flow.Subscription open;
        lock.lock();
        try {
            open = subscriptionIfOpen();
            closed = true;
        } finally {
            lock.unlock();
        }
        if (!execution.onWorker(open::cancel)) {
            open.cancel();
        }
    }

    private static final Flow.Subscription NONE = new Flow.Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    };
}
