package dev.pipit.coap.resource;

import dev.pipit.coap.body.IncomingBody;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.peer.Peer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through filters and a handler, with what these need to know. Valid after the handler has
 * returned as well, on any thread, one at a time.
 */
public interface RequestContext {
    /** The request; without the payload where the method defines none (GET, DELETE; RFC 7252 §5.5). */
    Request request();

    /**
     * The request's body, to be read while it comes in; for the one {@link StreamHandler} that the request is for, and
     * filters that let it be. For other handlers, another way to read the payload.
     */
    IncomingBody body();

    /** Who asks. */
    Peer peer();

    /**
     * Whether nobody has asked just now: the state is rendered for those who observe the resource (RFC 7641), {@link
     * #peer} being one of them.
     */
    default boolean isNotification() {
        return false;
    }

    /** The request's URI (RFC 7252 §6.5); composed when asked for. */
    CoapUri uri();

    /** The path that the resource was added with, as "/sensors/{id}": a name for logs and metrics. */
    String route();

    /**
     * What stands in the request's path in the place of <code>{name}</code>, percent-decoded; for <code>{name*}</code>
     * the segments with "/" between them (where a segment may hold a slash itself, see {@link #tail}).
     *
     * @throws IllegalArgumentException if the resource's path has no such variable
     */
    String pathVariable(String name);

    /** The segments matched by the wildcard at the path's end, one or more; empty where there is no wildcard. */
    List<String> tail();

    /** The value of the first query argument {@code name=value}; empty text for {@code name} alone. */
    Optional<String> query(String name);

    /**
     * Chooses the format of the response (RFC 7252 §5.10.4): the one that the client accepts, or the first offered
     * where it does not say.
     *
     * @throws ResponseException 4.06 if the client accepts only another
     * @throws IllegalArgumentException if nothing is offered
     */
    ContentFormat negotiate(ContentFormat... offered);

    /**
     * Checks the format of the request's payload.
     *
     * <p>A payload without a Content-Format has an indeterminate format (RFC 7252 §5.10.3) and is refused 4.00, since
     * 4.15 is for a format that is named and not supported (§5.9.2.10). A handler that prefers to look into the bytes
     * (§5.5.1 allows it in just this case) asks the request itself.
     *
     * @return the format, one of those supported
     * @throws ResponseException 4.15 if the format is another one, 4.00 if the request does not say
     */
    ContentFormat requireContentFormat(ContentFormat... supported);

    /**
     * Evaluates If-Match and If-None-Match (RFC 7252 §5.10.8); to be called before anything is changed, and within the
     * same lock as the change where requests are handled side by side.
     *
     * @param current the target's entity-tag; {@link EntityTag#EMPTY} where it exists and has none, null where it does
     *     not exist
     * @throws ResponseException 4.12 if the condition is not fulfilled
     */
    void checkPreconditions(@Nullable EntityTag current);
}
