package dev.pipit.coap.resource;

/** The way back to the endpoint's event loop. */
@FunctionalInterface
public interface Loop {
    /** Runs a task on the event loop, later; called on any thread. False where the loop is closed: it will not run. */
    boolean execute(LoopTask task);

    /**
     * Like {@link #execute}, for what a task of {@link Workers} has come to: the loop may wait until some more is there.
     */
    default boolean executeAtPause(LoopTask task) {
        return execute(task);
    }

    /** Whether the calling thread is the event loop's: it must not wait for anything. */
    default boolean isCurrent() {
        return false;
    }
}
