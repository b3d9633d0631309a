package dev.pipit.coap.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A future that tells when it is cancelled. */
final class LinkedFuture<T> extends CompletableFuture<T> {
    private volatile @Nullable Runnable whenCancelled;

    /** What to do then, in the place of what was said before; at once where it has happened. */
    void whenCancelled(Runnable task) {
        whenCancelled = task;
        if (isCancelled()) {
            task.run();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        Runnable task = whenCancelled;
        if (cancelled && task != null) {
            task.run();
        }
        return cancelled;
    }
}
