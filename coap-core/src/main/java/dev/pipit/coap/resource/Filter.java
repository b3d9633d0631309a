package dev.pipit.coap.resource;

import dev.pipit.coap.message.Reply;

/**
 * Stands before handlers: access control, logs, metrics. It may answer itself, pass the request on, and change the
 * reply with {@link Reply#map}, which works for a response that comes later as well.
 *
 * <p>The filters of the tree come first, in the order given, then those of the resource. Next is what the resource
 * demands of a request (preconditions, the Content-Format of FETCH), and then the handler. So a filter that refuses
 * gives nothing away about the resource. A path without a resource (4.04) and a method without a handler (4.05) pass no
 * filter. The chain is put together when a resource is added, and runs where the handler runs.
 */
@FunctionalInterface
public interface Filter {
    /**
     * Gives the reply, mostly that of {@code next}.
     *
     * @throws ResponseException to answer with an error
     * @throws Exception anything else is a failure: it is logged and answered 5.00
     */
    Reply filter(RequestContext context, Handler next) throws Exception;
}
