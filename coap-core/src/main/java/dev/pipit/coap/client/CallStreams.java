package dev.pipit.coap.client;

import dev.pipit.coap.blockwise.TransferListener;
import dev.pipit.coap.body.Body;
import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.body.Execution;
import dev.pipit.coap.body.IncomingBody;
import dev.pipit.coap.body.Progress;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The bodies of one call, where they stream. A filter may send the call more than once. */
final class CallStreams {
    private final @Nullable Body body;
    private final @Nullable Consumer<Progress> progress;
    private final TransferListener.@Nullable Resumption resumption;
    private final boolean streamsResponse;
    private final AtomicReference<@Nullable IncomingBody> incoming = new AtomicReference<>();
    private volatile boolean opened;
    private volatile boolean abandoned;

    CallStreams(
            @Nullable Body body,
            @Nullable Consumer<Progress> progress,
            TransferListener.@Nullable Resumption resumption,
            boolean streamsResponse) {
        this.body = body;
        this.progress = progress;
        this.resumption = resumption;
        this.streamsResponse = streamsResponse;
    }

    @Nullable
    Body body() {
        return body;
    }

    @Nullable
    Consumer<Progress> progress() {
        return progress;
    }

    TransferListener.@Nullable Resumption resumption() {
        return resumption;
    }

    boolean streamsResponse() {
        return streamsResponse;
    }

    /** Opens the request's body. */
    @Nullable
    BodySource open(Execution execution) {
        opened = true;
        return body == null ? null : body.open(execution);
    }

    /** A response's body has begun; one that a filter has sent again for is of no use any more. */
    void receive(IncomingBody body) {
        IncomingBody earlier = incoming.getAndSet(body);
        if (earlier != null) {
            earlier.close();
        }
        if (abandoned) {
            body.close();
        }
    }

    /** The body of the response that came; null where it was in the response. */
    @Nullable
    IncomingBody take() {
        return incoming.getAndSet(null);
    }

    /** The call is over: gives back what was handed over and not used. */
    void end(boolean failed) {
        if (body != null && !opened) {
            body.open(Execution.DIRECT).close();
        }
        if (failed) {
            abandoned = true;
            IncomingBody left = take();
            if (left != null) {
                left.close();
            }
        }
    }
}
