package dev.pipit.coap.client;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.port.SendOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request on its way out. Immutable; safe for use by any thread. */
public final class ClientCall {
    private final CoapUri uri;
    private final Request request;
    private final SendOptions options;
    private final @Nullable CallStreams streams;

    /**
     * A call.
     *
     * @param uri where it goes
     * @param request method, options and payload; the Uri-* options for {@code uri} are added when it is sent
     * @param options how it is sent
     */
    public ClientCall(CoapUri uri, Request request, SendOptions options) {
        this(uri, request, options, null);
    }

    ClientCall(CoapUri uri, Request request, SendOptions options, @Nullable CallStreams streams) {
        this.uri = uri;
        this.request = request;
        this.options = options;
        this.streams = streams;
    }

    /** Where it goes. */
    public CoapUri uri() {
        return uri;
    }

    /** Method, options and payload; the Uri-* options for {@link #uri} are added when it is sent. */
    public Request request() {
        return request;
    }

    /** How it is sent. */
    public SendOptions options() {
        return options;
    }

    /** The body that streams, in the place of a payload. It can be sent again only where {@link Body#isRepeatable}. */
    public Optional<Body> body() {
        return streams == null ? Optional.empty() : Optional.ofNullable(streams.body());
    }

    /**
     * Whether the response's body goes past the filters: then a response of success that comes from the network has no
     * payload here, and is not to be kept for others. A filter may answer with a whole one.
     */
    public boolean streamsResponse() {
        return streams != null && streams.streamsResponse();
    }

    @Nullable
    CallStreams streams() {
        return streams;
    }

    /** This call with another request. */
    public ClientCall withRequest(Request other) {
        return new ClientCall(uri, other, options, streams);
    }

    /** As "PUT [Content-Format:text/plain], 12 bytes to coap://host/x". */
    @Override
    public String toString() {
        return request + " to " + uri;
    }
}
