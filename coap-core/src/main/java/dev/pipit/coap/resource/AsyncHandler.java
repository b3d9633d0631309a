package dev.pipit.coap.resource;

import dev.pipit.coap.message.Response;
import java.util.concurrent.CompletionStage;

/** Answers requests later, without holding a thread meanwhile. Called like a {@link Handler}. */
@FunctionalInterface
public interface AsyncHandler {
    /**
     * Gives a stage that completes, on any thread, with the response. One that completes with a
     * {@link ResponseException} is answered with its response, one that completes with another exception is a failure:
     * it is logged and answered 5.00.
     *
     * @throws ResponseException to answer with an error
     * @throws Exception anything else is a failure
     */
    CompletionStage<Response> handle(RequestContext context) throws Exception;
}
