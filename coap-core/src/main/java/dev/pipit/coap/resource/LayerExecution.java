package dev.pipit.coap.resource;

import dev.pipit.coap.body.Execution;

/** Where streamed bodies are read and written: the layer's loop, and its workers. */
final class LayerExecution implements Execution {
    private final Loop loop;
    private final Workers workers;

    LayerExecution(Loop loop, Workers workers) {
        this.loop = loop;
        this.workers = workers;
    }

    @Override
    public boolean onLoop(LoopTask task) {
        return loop.execute(task::run);
    }

    @Override
    public boolean onWorker(Runnable task) {
        return workers.execute(task);
    }

    @Override
    public boolean inLoop() {
        return loop.isCurrent();
    }
}
