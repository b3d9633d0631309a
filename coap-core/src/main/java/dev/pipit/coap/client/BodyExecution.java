package dev.pipit.coap.client;

import dev.pipit.coap.body.Execution;
import dev.pipit.coap.transport.Binding;

/** The loop of a binding, and the client's threads for bodies. */
record BodyExecution(Binding binding, BodyThreads threads) implements Execution {
    @Override
    public boolean onLoop(LoopTask task) {
        return binding.execute(task::run);
    }

    @Override
    public boolean onWorker(Runnable task) {
        return threads.execute(task);
    }

    @Override
    public boolean inLoop() {
        return binding.inLoop();
    }
}
