package dev.pipit.coap.body;

/** Everything in the calling thread. */
final class DirectExecution implements Execution {
    @Override
    public boolean onLoop(LoopTask task) {
        task.run(0);
        return true;
    }

    @Override
    public boolean onWorker(Runnable task) {
        task.run();
        return true;
    }

    @Override
    public boolean inLoop() {
        return false;
    }
}
