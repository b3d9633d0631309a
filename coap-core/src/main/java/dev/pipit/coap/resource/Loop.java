package dev.pipit.coap.resource;

/** The way back to the endpoint's event loop. */
@FunctionalInterface
public interface Loop {
    /** Runs a task on the event loop, later; called on any thread. */
    void execute(LoopTask task);
}
