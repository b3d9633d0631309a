package dev.pipit.coap.resource;

import dev.pipit.coap.option.EntityTag;
import org.jspecify.annotations.Nullable;

/** Knows the entity-tag of a resource as it is now (RFC 7252 §5.10.6). Called where the handler is called. */
@FunctionalInterface
public interface EntityTagSource {
    /**
     * For GET and FETCH the tag of the representation that the request retrieves, for other methods that of the target
     * as it is before the request; {@link EntityTag#EMPTY} where the target exists and has no tag, null where it does
     * not exist.
     *
     * @throws Exception as from a {@link Handler}
     */
    @Nullable
    EntityTag entityTag(RequestContext context) throws Exception;
}
