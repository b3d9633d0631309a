package dev.pipit.coap.client;

import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.port.SendOptions;

/**
 * A request on its way out.
 *
 * @param uri where it goes
 * @param request method, options and payload; the Uri-* options for {@code uri} are added when it is sent
 * @param options how it is sent
 */
public record ClientCall(CoapUri uri, Request request, SendOptions options) {
    /** This call with another request. */
    public ClientCall withRequest(Request other) {
        return new ClientCall(uri, other, options);
    }
}
