package dev.pipit.coap.resource;

/** Where handlers run that may block. */
@FunctionalInterface
public interface Workers {
    /**
     * Runs a task soon, on another thread than the caller's.
     *
     * @return false if there is no room: the task will not run
     */
    boolean execute(Runnable task);
}
