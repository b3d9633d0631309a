package dev.pipit.coap.message;

import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** What a handler gives: a {@link Response} now, one later, or one whose body is read while it goes out. */
public sealed interface Reply permits Response, DeferredResponse, StreamedReply {
    /** A response that comes later; a stage that fails becomes an error response. */
    static Reply later(CompletionStage<Response> stage) {
        return new DeferredResponse(stage);
    }

    /** This reply with its response changed, now or when it comes. */
    Reply map(UnaryOperator<Response> change);
}
