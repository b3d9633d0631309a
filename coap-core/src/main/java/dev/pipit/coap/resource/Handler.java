package dev.pipit.coap.resource;

import dev.pipit.coap.message.Reply;

/**
 * Answers the requests of one method for one resource.
 *
 * <p>Called on a worker, where it may block, or on the event loop, where it must not ({@link ResourceBuilder#direct}).
 * Requests are handled side by side, so a handler is safe for use by several threads.
 */
@FunctionalInterface
public interface Handler {
    /**
     * Gives the response, or one that comes later ({@link Reply#later}).
     *
     * @throws ResponseException to answer with an error
     * @throws Exception anything else is a failure: it is logged and answered 5.00
     */
    Reply handle(RequestContext context) throws Exception;
}
