package dev.pipit.coap.cache;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stored responses (RFC 7252 §5.6).
 *
 * <table>
 * <caption>What a request leads to</caption>
 * <tr><th>request</th><th>what happens</th></tr>
 * <tr><td>GET, FETCH; a fresh response is stored</td><td>that response, with what is left of its Max-Age; 2.03 where the
 *     request has its entity-tag</td></tr>
 * <tr><td>GET, FETCH; other responses with entity-tags are stored</td><td>sent with those tags</td></tr>
 * <tr><td>GET, FETCH otherwise; with Observe, or for one block</td><td>sent as it is</td></tr>
 * <tr><td>any other method</td><td>sent as it is</td></tr>
 * </table>
 *
 * <table>
 * <caption>What its response leads to</caption>
 * <tr><th>response</th><th>what happens</th></tr>
 * <tr><td>2.05, 4.xx, 5.xx to a GET or FETCH</td><td>stored, in the place of what was fresh</td></tr>
 * <tr><td>2.03 with the tag of a stored response</td><td>that one, brought up to date and fresh again (§5.9.1.3)</td></tr>
 * <tr><td>2.01, 2.02, 2.04; any 2.xx or 5.xx to another method, or none</td><td>nothing stored of the target, or of the
 *     created resource, is fresh any more (§5.9.1)</td></tr>
 * </table>
 *
 * <p>A response whose request was sent before such a change is not stored. The methods that change things are never
 * answered from the cache, though RFC 7252 would allow it for errors: their payload is not part of the key.
 *
 * <p>Bounded in requests and bytes: what was used longest ago goes. Not safe for use by several threads. Times are
 * nanoseconds from any origin, of a clock that does not go back.
 */
public final class ResponseCache {
    private static final int GENERATIONS = 256;

    private final CacheConfig config;
    private final LinkedHashMap<CacheKey, CacheEntry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<CacheTarget, Set<CacheEntry>> byTarget = new HashMap<>();
    // How often a resource has changed, several that share a number counted together: to know whether a response was
    // overtaken by a change without remembering each request under way.
    private final int[] generations = new int[GENERATIONS];
    private long bytes;
    private long hits;
    private long misses;
    private long revalidations;
    private long validated;
    private long invalidations;
    private long evictions;

    /** An empty cache. */
    public ResponseCache(CacheConfig config) {
        this.config = config;
    }

    /** What is stored for a request. It has all its Uri-* options that tell it from others within the scope. */
    public CacheLookup look(CacheScope scope, Request request, long nowNanos) {
        CacheKey key = CacheKey.of(scope, request);
        List<EntityTag> ownTags = request.options().all(StandardOptions.ETAG);
        int generation = generations[slot(CacheTarget.of(scope, key.request()))];
        boolean keeps = isKept(request);
        // A request with Observe is to reach the server, so as to be entered in its list or taken off it.
        if (!keeps || request.options().has(StandardOptions.OBSERVE.number())) {
            return new CacheLookup(key, ownTags, keeps, generation, List.of(), null);
        }
        CacheEntry entry = entries.get(key);
        StoredResponse fresh = entry == null ? null : entry.fresh(nowNanos);
        if (fresh != null) {
            hits++;
            return new CacheLookup(key, ownTags, true, generation, List.of(), answer(fresh, ownTags, nowNanos));
        }
        List<StoredResponse> candidates = entry == null ? List.of() : entry.candidates();
        if (entry != null && candidates.isEmpty()) {
            remove(entry);
        }
        if (candidates.isEmpty()) {
            misses++;
        } else {
            revalidations++;
        }
        return new CacheLookup(key, ownTags, true, generation, candidates, null);
    }

    private static Response answer(StoredResponse fresh, List<EntityTag> ownTags, long nowNanos) {
        Response aged = fresh.aged(nowNanos);
        // RFC 7252 §5.10.6.2: 2.03 "if one of the ETags given is the entity-tag for the current representation"
        EntityTag tag = fresh.canBeValidated() ? aged.etag().orElse(null) : null;
        return tag != null && ownTags.contains(tag) ? Response.valid(tag).maxAge(aged.maxAge()) : aged;
    }

    /** Whether the response to a request may be stored: the whole response to a method that changes nothing. */
    private static boolean isKept(Request request) {
        Options options = request.options();
        Block block2 = options.getOrNull(StandardOptions.BLOCK2);
        return (request.code() == Code.GET || request.code() == Code.FETCH)
                && !options.has(StandardOptions.BLOCK1.number())
                && !options.has(StandardOptions.OSCORE.number())
                && (block2 == null || block2.number() == 0);
    }

    /**
     * Takes the response to a request that was sent.
     *
     * @return what answers the request: the response, or a stored one that it has found valid; empty where it is a 2.03
     *     for a tag that nobody named, and the request is to be sent again, {@link CacheLookup#withoutOffers}
     */
    public Optional<Response> handleResponse(CacheLookup lookup, Response response, long nowNanos) {
        if (isChange(lookup, response)) {
            markNotFresh(lookup.target);
            markNotFresh(lookup.target.created(response));
        }
        if (!lookup.keeps) {
            return Optional.of(response);
        }
        boolean overtaken = generations[slot(lookup.target)] != lookup.generation;
        if (response.code() == Code.VALID) {
            return handleValid(lookup, response, overtaken, nowNanos);
        }
        CacheEntry entry = entries.get(lookup.key);
        if (StoredResponse.isCacheable(response) && !overtaken) {
            store(lookup, StoredResponse.of(response, nowNanos));
        } else if (entry != null) {
            // RFC 7252 §5.6.1: "the new response invalidates the old response"
            entry.markNotFresh();
            settle(entry);
        }
        return Optional.of(response);
    }

    private static boolean isChange(CacheLookup lookup, Response response) {
        Code code = response.code();
        Code method = lookup.key.request().code();
        Block block1 = response.options().getOrNull(StandardOptions.BLOCK1);
        boolean safe = method == Code.GET || method == Code.FETCH;
        // RFC 7252 §5.9.1.1, §5.9.1.2, §5.9.1.4, RFC 8132 §3; a 5.xx does not tell what has been done, nor does a
        // response that No-Response kept from coming (RFC 7967). RFC 7959 §2.10: "A response with a
        // Block1 Option in control usage with the M bit set invalidates cached responses"
        return code == Code.CREATED
                || code == Code.DELETED
                || code == Code.CHANGED
                || !safe
                        && (response.isSuccess()
                                || code.isServerError()
                                || !code.isResponse()
                                || block1 != null && block1.more());
    }

    private Optional<Response> handleValid(CacheLookup lookup, Response response, boolean overtaken, long nowNanos) {
        EntityTag tag = response.etag().orElse(null);
        boolean own = tag != null && lookup.ownTags.contains(tag);
        StoredResponse found = tag == null ? null : lookup.offered(tag);
        if (found == null) {
            return own || !lookup.hasOffers() ? Optional.of(response) : Optional.empty();
        }
        validated++;
        Response updated = found.response().updatedBy(response);
        StoredResponse current = StoredResponse.of(updated, nowNanos);
        store(lookup, overtaken ? current.notFresh() : current);
        return Optional.of(own ? response : updated);
    }

    /** Takes notice that no response came: what the request has done is not known. */
    public void handleFailure(CacheLookup lookup) {
        Code method = lookup.key.request().code();
        if (method != Code.GET && method != Code.FETCH) {
            markNotFresh(lookup.target);
        }
    }

    /**
     * Takes a notification (RFC 7641 §3.3): the whole state of an observed resource, just received.
     *
     * @param registration the request by which it is observed
     */
    public void handleNotification(CacheScope scope, Request registration, Response state, long nowNanos) {
        CacheKey key = CacheKey.of(scope, registration);
        int generation = generations[slot(CacheTarget.of(scope, key.request()))];
        handleResponse(
                new CacheLookup(key, List.of(), isKept(registration), generation, List.of(), null), state, nowNanos);
    }

    private void store(CacheLookup lookup, StoredResponse latest) {
        CacheEntry entry = entries.get(lookup.key);
        if (entry == null) {
            entry = new CacheEntry(lookup.key, lookup.target);
            entries.put(entry.key, entry);
            byTarget.computeIfAbsent(entry.target, absent -> new LinkedHashSet<>(2))
                    .add(entry);
        }
        entry.add(latest, config.maxRepresentations());
        settle(entry);
        while (entries.size() > config.maxEntries() || bytes > config.maxBytes()) {
            evictions++;
            remove(entries.values().iterator().next());
        }
    }

    /** Counts an entry's bytes anew; one that holds nothing, or too much, goes. */
    private void settle(CacheEntry entry) {
        bytes += entry.recount(config.maxBytes());
        if (entry.isEmpty()) {
            remove(entry);
        }
    }

    private void remove(CacheEntry entry) {
        entries.remove(entry.key);
        bytes -= entry.bytes();
        Set<CacheEntry> ofTarget = byTarget.get(entry.target);
        if (ofTarget != null && ofTarget.remove(entry) && ofTarget.isEmpty()) {
            byTarget.remove(entry.target);
        }
    }

    private void markNotFresh(CacheTarget target) {
        generations[slot(target)]++;
        for (CacheEntry entry : List.copyOf(byTarget.getOrDefault(target, Set.of()))) {
            if (entry.markNotFresh()) {
                invalidations++;
            }
            settle(entry);
        }
    }

    private static int slot(CacheTarget target) {
        return Math.floorMod(target.hashCode(), GENERATIONS);
    }

    /** Forgets every response. */
    public void clear() {
        for (CacheEntry entry : List.copyOf(entries.values())) {
            remove(entry);
        }
    }

    /** What it has done, and what it holds. */
    public CacheStatistics statistics() {
        return new CacheStatistics(
                hits, misses, revalidations, validated, invalidations, evictions, entries.size(), bytes);
    }
}
