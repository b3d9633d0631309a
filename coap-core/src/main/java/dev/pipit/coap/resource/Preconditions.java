package dev.pipit.coap.resource;

import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions of If-Match and If-None-Match (RFC 7252 §5.10.8). */
final class Preconditions {
    private Preconditions() {}

    static boolean arePresent(Options options) {
        return options.has(StandardOptions.IF_MATCH.number()) || options.has(StandardOptions.IF_NONE_MATCH.number());
    }

    /**
     * Whether the conditions hold.
     *
     * @param current the target's tag; empty where it has none, null where it does not exist
     */
    static boolean areFulfilled(Options options, @Nullable EntityTag current) {
        // RFC 7252 §5.10.8.2: "If the target resource does exist, then the condition is not fulfilled."
        if (current != null && options.has(StandardOptions.IF_NONE_MATCH.number())) {
            return false;
        }
        if (!options.has(StandardOptions.IF_MATCH.number())) {
            return true;
        }
        List<EntityTag> tags = options.all(StandardOptions.IF_MATCH);
        // RFC 7252 §5.10.8.1: "An If-Match option with an empty value matches any existing representation"
        return current != null && (tags.contains(EntityTag.EMPTY) || tags.contains(current));
    }
}
