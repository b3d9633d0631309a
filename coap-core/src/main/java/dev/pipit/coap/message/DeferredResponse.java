package dev.pipit.coap.message;

import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * A response that comes later.
 *
 * @param stage completes with the response
 */
public record DeferredResponse(CompletionStage<Response> stage) implements Reply {
    @Override
    public Reply map(UnaryOperator<Response> change) {
        return new DeferredResponse(stage.thenApply(change));
    }
}
