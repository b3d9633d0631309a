package dev.pipit.coap.server;

import dev.pipit.coap.resource.Workers;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.worker.BoundedThreads;

/**
 * The workers as one event loop sees them: all that a batch of datagrams has for them is handed over at its end, so that
 * they are woken once.
 */
final class HandOver implements Workers {
    private final Binding binding;
    private final BoundedThreads workers;
    private final Binding.LoopTask wake = this::wake;
    private boolean wakes; // the loop's own

    HandOver(Binding binding, BoundedThreads workers) {
        this.binding = binding;
        this.workers = workers;
    }

    @Override
    public boolean execute(Runnable task) {
        if (!binding.inLoop()) {
            return workers.execute(task);
        }
        boolean taken = workers.offer(task);
        if (taken && !wakes) {
            wakes = binding.execute(wake);
            if (!wakes) {
                workers.wake();
            }
        }
        return taken;
    }

    private void wake(long nowNanos) {
        wakes = false;
        workers.wake();
    }
}
