package dev.pipit.coap.client;

import dev.pipit.coap.blockwise.TransferListener;
import dev.pipit.coap.body.BodyPipe;
import dev.pipit.coap.body.BodySink;
import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.body.Execution;
import dev.pipit.coap.body.Progress;
import dev.pipit.coap.message.Response;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The future of one request whose bodies stream. Where the response's does, it completes with the head; what becomes of
 * the body is told to whoever reads it.
 */
final class StreamingFuture extends RequestFuture implements TransferListener {
    private static final Logger LOG = LoggerFactory.getLogger(StreamingFuture.class);

    private final CallStreams streams;
    private final Execution execution;
    private boolean deaf; // the loop's, as all below

    StreamingFuture(CallStreams streams, Execution execution) {
        this.streams = streams;
        this.execution = execution;
    }

    @Override
    public @Nullable BodySource requestBody() {
        return streams.open(execution);
    }

    @Override
    public @Nullable Resumption resumption() {
        return streams.resumption();
    }

    @Override
    public @Nullable BodySink onHead(Response head, OptionalLong length, long nowNanos) {
        if (!streams.streamsResponse()) {
            return null;
        }
        BodyPipe pipe = new BodyPipe(execution, rest(length));
        streams.receive(pipe.body());
        if (!complete(head)) {
            pipe.body().close();
        }
        return pipe;
    }

    /** What is still to come, of a body that is gone on with. */
    private OptionalLong rest(OptionalLong length) {
        Resumption from = streams.resumption();
        return from == null || length.isEmpty()
                ? length
                : OptionalLong.of(Math.max(0, length.getAsLong() - from.offset()));
    }

    @Override
    public void onProgress(Progress progress, long nowNanos) {
        Consumer<Progress> listener = streams.progress();
        if (listener == null || deaf) {
            return;
        }
        try {
            listener.accept(progress);
        } catch (RuntimeException e) {
            deaf = true;
            LOG.warn("a listener for progress failed and hears no more", e);
        }
    }
}
