package dev.pipit.coap.client;

import dev.pipit.coap.body.IncomingBody;
import dev.pipit.coap.message.Response;

/**
 * A response whose body is still coming in.
 *
 * <pre>{@code
 * try (StreamedResponse image = client.get("coap://host/firmware").open()) {
 *     image.body().inputStream().transferTo(flash);
 * }
 * }</pre>
 */
public final class StreamedResponse implements AutoCloseable {
    private final Response response;
    private final IncomingBody body;

    StreamedResponse(Response response, IncomingBody body) {
        this.response = response;
        this.body = body;
    }

    /** Code and options. An error has its diagnostic payload as well; of a success, the payload is the {@link #body}. */
    public Response response() {
        return response;
    }

    /** The body, to be read once. */
    public IncomingBody body() {
        return body;
    }

    /** Gives up what has not been read; the server is asked for no more. */
    @Override
    public void close() {
        body.close();
    }
}
