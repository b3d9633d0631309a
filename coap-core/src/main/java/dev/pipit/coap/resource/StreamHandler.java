package dev.pipit.coap.resource;

import dev.pipit.coap.body.IncomingBody;
import dev.pipit.coap.message.Reply;

/**
 * Answers requests whose body it reads while it comes in. Called on a worker as soon as the first block is there, with
 * a request that has no payload.
 *
 * <p>The client may send the next block when there is room for it: who reads slowly is sent slowly. A transfer that
 * breaks off, because the client stops, begins anew or leaves a block out, fails the read with an {@link
 * java.io.IOException}; the handler may let it pass.
 */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Gives the response. An error may come at any time and ends the transfer. Any other is sent when the last block has
     * come; what has not been read by then is thrown away, as the body is closed when the response is there.
     *
     * @throws ResponseException to answer with an error
     * @throws Exception anything else is a failure: it is logged and answered 5.00
     */
    Reply handle(RequestContext context, IncomingBody body) throws Exception;
}
