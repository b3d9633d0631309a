package dev.pipit.coap.cache;

import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a cache has for one request: either an {@link #answer}, or what is to be sent. Where it is sent, the response is
 * given to {@link ResponseCache#handleResponse}, and what prevented one to {@link ResponseCache#handleFailure}.
 */
public final class CacheLookup {
    final CacheKey key;
    final CacheTarget target;
    final List<EntityTag> ownTags;
    final boolean keeps;
    final int generation;
    private final @Nullable Response answer;
    private final List<StoredResponse> offered;

    CacheLookup(
            CacheKey key,
            List<EntityTag> ownTags,
            boolean keeps,
            int generation,
            List<StoredResponse> offered,
            @Nullable Response answer) {
        this.key = key;
        this.target = CacheTarget.of(key.scope(), key.request());
        this.ownTags = ownTags;
        this.keeps = keeps;
        this.generation = generation;
        this.offered = offered;
        this.answer = answer;
    }

    /** The stored response to be used; empty where the server has to be asked. */
    public Optional<Response> answer() {
        return Optional.ofNullable(answer);
    }

    /** The request to be sent: with the entity-tags of the stored responses behind its own (RFC 7252 §5.6.2). */
    public Request applyTo(Request request) {
        if (offered.isEmpty()) {
            return request;
        }
        OptionsBuilder options = request.options().toBuilder();
        for (StoredResponse each : offered) {
            each.response()
                    .etag()
                    .filter(tag -> !ownTags.contains(tag))
                    .ifPresent(tag -> options.add(StandardOptions.ETAG, tag));
        }
        return request.withOptions(options.build());
    }

    /** The same request without those tags, where the server has answered 2.03 with a tag that nobody named. */
    public CacheLookup withoutOffers() {
        return new CacheLookup(key, ownTags, keeps, generation, List.of(), null);
    }

    boolean hasOffers() {
        return !offered.isEmpty();
    }

    @Nullable
    StoredResponse offered(EntityTag tag) {
        for (StoredResponse each : offered) {
            if (each.hasTag(tag)) {
                return each;
            }
        }
        return null;
    }
}
