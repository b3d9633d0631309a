package dev.pipit.coap.resource;

import dev.pipit.coap.body.BodyPipe;
import dev.pipit.coap.body.BodySink;
import dev.pipit.coap.body.Execution;
import dev.pipit.coap.body.IncomingBody;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A body that comes in, of which no more than the first block is let in until somebody wants it: filters and
 * preconditions answer that block.
 */
final class GatedBody implements BodySink {
    private final BodyPipe pipe;
    private final Execution execution;
    private boolean open;
    private Execution.@Nullable LoopTask whenOpen;

    GatedBody(Execution execution, OptionalLong length) {
        this.pipe = new BodyPipe(execution, length);
        this.execution = execution;
    }

    /** What reads it; from now on it is let in. For any thread. */
    IncomingBody claim() {
        execution.onLoop(this::open);
        return pipe.body();
    }

    private void open(long nowNanos) {
        Execution.LoopTask waiting = whenOpen;
        open = true;
        whenOpen = null;
        if (waiting != null) {
            waiting.run(nowNanos);
        }
    }

    /** Nobody reads it any more. */
    void close() {
        pipe.body().close();
    }

    @Override
    public boolean write(byte[] bytes, Execution.LoopTask whenRoom) {
        boolean room = pipe.write(bytes, whenRoom);
        if (open || !room) {
            return room;
        }
        whenOpen = whenRoom;
        return false;
    }

    @Override
    public void complete() {
        pipe.complete();
    }

    @Override
    public void fail(Throwable reason) {
        whenOpen = null;
        pipe.fail(reason);
    }

    @Override
    public boolean isCancelled() {
        return pipe.isCancelled();
    }

    @Override
    public void onCancel(Execution.LoopTask listener) {
        pipe.onCancel(listener);
    }
}
