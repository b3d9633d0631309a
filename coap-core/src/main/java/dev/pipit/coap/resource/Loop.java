package dev.pipit.coap.resource;

/** The way back to the endpoint's event loop. */
@FunctionalInterface
public interface Loop {
    /** Runs a task on the event loop, later; called on any thread. False where the loop is closed: it will not run. */
    boolean execute(LoopTask task);

    /** Whether the calling thread is the event loop's: it must not wait for anything. */
    default boolean isCurrent() {
        return false;
    }
}
