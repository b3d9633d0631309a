package dev.pipit.coap.body;

/** The way to the event loop that a body belongs to, and to threads that may block. Safe for use by any thread. */
public interface Execution {
    /** Everything in the calling thread: for bodies that are at hand whole. */
    Execution DIRECT = new DirectExecution();

    /** Runs a task on the event loop, soon; false where the loop is closed, and then it never runs. */
    boolean onLoop(LoopTask task);

    /** Runs a task on a thread that may block, soon; false where none is free or all are closed. */
    boolean onWorker(Runnable task);

    /** Whether the calling thread is the event loop's: it must not wait for anything. */
    boolean inLoop();

    /** Something to do on the event loop. */
    @FunctionalInterface
    interface LoopTask {
        /** Does it; the time is that of the loop. */
        void run(long nowNanos);
    }
}
