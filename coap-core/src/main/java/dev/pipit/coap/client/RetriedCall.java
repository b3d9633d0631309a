package dev.pipit.coap.client;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.message.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call that may be sent several times, until a response is given to the application. */
final class RetriedCall extends CompletableFuture<Response> {
    private final BackOff backOff;
    private final Object key;
    private final ClientCall call;
    private final ClientFilter.Next next;
    private volatile @Nullable CompletableFuture<Response> current;
    private volatile int attempts;

    RetriedCall(BackOff backOff, Object key, ClientCall call, ClientFilter.Next next) {
        this.backOff = backOff;
        this.key = key;
        this.call = call;
        this.next = next;
    }

    Object key() {
        return key;
    }

    /** Whether it may be sent once more, of so many times, and has its body still. */
    boolean maySendAgain(int limit) {
        return attempts < limit && call.body().map(Body::isRepeatable).orElse(true);
    }

    void later(Duration delay, Runnable task) {
        next.later(delay, task);
    }

    @SuppressWarnings({"FutureReturnValueIgnored", "NonAtomicVolatileUpdate"}) // sent by one thread at a time
    void send() {
        attempts++;
        CompletableFuture<Response> sent = next.send(call);
        current = sent;
        if (isCancelled()) {
            sent.cancel(false);
        }
        sent.whenComplete((response, failure) -> {
            if (failure == null) {
                backOff.handleResponse(this, response);
            } else {
                backOff.handleFailure(this);
                completeExceptionally(failure);
            }
        });
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        CompletableFuture<Response> sent = current;
        if (cancelled && sent != null) {
            sent.cancel(false);
        }
        return cancelled;
    }
}
