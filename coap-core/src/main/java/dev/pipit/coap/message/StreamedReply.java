package dev.pipit.coap.message;

import dev.pipit.coap.body.Body;
import java.util.function.UnaryOperator;

/**
 * A response whose body is read while it goes out (RFC 7959 §2.4), as many bytes of it in memory as are read ahead.
 *
 * <p>Without an ETag of the handler's it gets one: of a file, one that changes with the file's size and time; of
 * anything else, one for this transfer alone. A change ({@link #map}) that makes an error or another payload of the
 * response closes the body unread.
 *
 * @param head code and options; without a payload
 * @param body what is sent as payload
 */
public record StreamedReply(Response head, Body body) implements Reply {
    @Override
    public Reply map(UnaryOperator<Response> change) {
        return new StreamedReply(change.apply(head), body);
    }
}
