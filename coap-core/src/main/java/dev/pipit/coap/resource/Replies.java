package dev.pipit.coap.resource;

import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.body.Execution;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.DeferredResponse;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.StreamedReply;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.option.EntityTag;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Makes responses of what handlers reply or throw, on the event loop. */
final class Replies {
    private static final Response FAILED = Response.error(Code.INTERNAL_SERVER_ERROR, "internal error");
    private static final Response BROKEN_OFF = Response.of(Code.REQUEST_ENTITY_INCOMPLETE);

    private final Loop loop;
    private final Execution execution;
    private final Counters counters;
    private final FailureLog failures = new FailureLog();

    Replies(Loop loop, Execution execution, Counters counters) {
        this.loop = loop;
        this.execution = execution;
        this.counters = counters;
    }

    /** Takes what a handler has come to on the event loop. */
    void give(HandledRequest context, @Nullable Reply reply, @Nullable Throwable failure, long nowNanos) {
        if (reply instanceof DeferredResponse deferred) {
            defer(context, deferred);
        } else {
            settle(context, reply, failure, nowNanos);
        }
    }

    /** Takes what a handler has come to on another thread. */
    void bring(HandledRequest context, @Nullable Reply reply, @Nullable Throwable failure) {
        if (reply instanceof DeferredResponse deferred) {
            defer(context, deferred);
        } else {
            drop(reply, loop.executeAtPause(nowNanos -> settle(context, reply, failure, nowNanos)));
        }
    }

    /** Answers when the stage completes; called on any thread. */
    private void defer(HandledRequest context, DeferredResponse deferred) {
        try {
            deferred.stage().whenComplete((response, failure) -> hop(context, response, failure));
        } catch (RuntimeException refused) {
            hop(context, null, refused);
        }
    }

    private void hop(HandledRequest context, @Nullable Reply reply, @Nullable Throwable failure) {
        drop(reply, loop.execute(nowNanos -> settle(context, reply, failure, nowNanos)));
    }

    private void drop(@Nullable Reply reply, boolean open) {
        if (!open && reply instanceof StreamedReply streamed) {
            streamed.body().open(execution).close();
        }
    }

    private void settle(HandledRequest context, @Nullable Reply reply, @Nullable Throwable failure, long nowNanos) {
        if (failure == null && reply instanceof StreamedReply streamed) {
            stream(context, streamed, nowNanos);
        } else if (failure == null && reply instanceof Response response) {
            context.incoming().respond(Retrieval.finish(context.request(), response), nowNanos);
        } else {
            context.incoming().respond(answerTo(context, failure, nowNanos), nowNanos);
        }
        context.closeBody();
    }

    private void stream(HandledRequest context, StreamedReply streamed, long nowNanos) {
        BodySource source = streamed.body().open(execution);
        Response head = tagged(streamed);
        Response finished = Retrieval.finish(context.request(), head);
        if (finished.isSuccess() && finished.code() == head.code() && !finished.hasPayload()) {
            ReportedBody body = new ReportedBody(source, (reason, now) -> report(context, reason, now));
            context.incoming().respond(finished, body, nowNanos);
        } else {
            source.close();
            context.incoming().respond(finished, nowNanos);
        }
    }

    private static Response tagged(StreamedReply streamed) {
        Response head = streamed.head();
        return head.isSuccess()
                        && head.etag().isEmpty()
                        && streamed.body().version().isPresent()
                ? head.etag(EntityTag.ofVersion(streamed.body().version().getAsLong()))
                : head;
    }

    private Response answerTo(HandledRequest context, @Nullable Throwable failure, long nowNanos) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ResponseException error) {
            return error.response();
        }
        if (cause instanceof IOException && cause.getCause() instanceof TransferFailedException) {
            // It is the client that has failed, not the handler.
            return BROKEN_OFF;
        }
        report(context, cause == null ? new NullPointerException("no response") : cause, nowNanos);
        return FAILED;
    }

    private void report(HandledRequest context, Throwable failure, long nowNanos) {
        counters.count(Counter.HANDLER_FAILURES);
        failures.report(context, failure, nowNanos);
    }
}
