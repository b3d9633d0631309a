package dev.pipit.coap.resource;

/** What is to be done on the event loop. */
@FunctionalInterface
public interface LoopTask {
    /** Does it. */
    void run(long nowNanos);
}
