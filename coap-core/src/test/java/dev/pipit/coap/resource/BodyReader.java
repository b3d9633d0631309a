package dev.pipit.coap.resource;

import dev.pipit.coap.body.IncomingBody;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.message.Response;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads a body as it comes, without waiting, and replies when it is complete. */
final class BodyReader implements Flow.Subscriber<ByteBuffer> {
    final IncomingBody body;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final CompletableFuture<Response> response = new CompletableFuture<>();

    @Nullable
    Throwable failure;

    private Flow.@Nullable Subscription subscription;
    private final long demand;

    /** A reader that takes so many items, until it is told to take more. */
    BodyReader(IncomingBody body, long demand) {
        this.body = body;
        this.demand = demand;
    }

    Reply reply() {
        body.publisher().subscribe(this);
        return Reply.later(response);
    }

    void more(long items) {
        if (subscription != null) {
            subscription.request(items);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription made) {
        subscription = made;
        if (demand > 0) {
            made.request(demand);
        }
    }

    @Override
    public void onNext(ByteBuffer item) {
        byte[] some = new byte[item.remaining()];
        item.get(some);
        bytes.writeBytes(some);
    }

    @Override
    public void onError(Throwable reason) {
        failure = reason;
        response.completeExceptionally(reason);
    }

    @Override
    public void onComplete() {
        response.complete(Response.changed());
    }
}
