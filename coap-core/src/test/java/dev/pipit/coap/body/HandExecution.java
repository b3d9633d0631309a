package dev.pipit.coap.body;

import java.util.ArrayDeque;
import java.util.Queue;

/** An execution that runs things when a test says so, in the test's thread: nothing happens by itself. */
public final class HandExecution implements Execution {
    private final Queue<LoopTask> loop = new ArrayDeque<>();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private long nowNanos;
    private boolean refusing;
    private boolean inLoop;

    /** From now on no worker is free. */
    public void refuseWork() {
        refusing = true;
    }

    /** Whether the test's thread passes for the loop's. */
    public void inLoop(boolean value) {
        inLoop = value;
    }

    /** Runs what waits for the loop; gives how many tasks that were. */
    public int runLoop(long atNanos) {
        nowNanos = atNanos;
        int count = 0;
        for (LoopTask task = loop.poll(); task != null; task = loop.poll()) {
            task.run(nowNanos);
            count++;
        }
        return count;
    }

    /** Runs what waits for a worker; gives how many tasks that were. */
    public int runWorkers() {
        int count = 0;
        for (Runnable task = workers.poll(); task != null; task = workers.poll()) {
            task.run();
            count++;
        }
        return count;
    }

    /** Runs everything, until nothing waits any more, at this time. */
    public void runAll(long atNanos) {
        nowNanos = atNanos;
        runAll();
    }

    /** Runs everything, until nothing waits any more. */
    public void runAll() {
        while (runWorkers() + runLoop(nowNanos) > 0) {
            continue;
        }
    }

    @Override
    public boolean onLoop(LoopTask task) {
        return loop.add(task);
    }

    @Override
    public boolean onWorker(Runnable task) {
        return !refusing && workers.add(task);
    }

    @Override
    public boolean inLoop() {
        return inLoop;
    }
}
