package dev.pipit.coap.cache;

/**
 * What a cache has done, and what it holds.
 *
 * @param hits requests answered without asking the server
 * @param misses cacheable requests for which nothing was stored
 * @param revalidations requests sent with the entity-tags of stored responses
 * @param validated those of them that the server answered 2.03, so that a stored response was used
 * @param invalidations stored responses that a change of their resource made not fresh
 * @param evictions requests whose responses went because a limit was reached
 * @param entries requests for which responses are stored now
 * @param bytes memory that they take, estimated
 */
public record CacheStatistics(
        long hits,
        long misses,
        long revalidations,
        long validated,
        long invalidations,
        long evictions,
        int entries,
        long bytes) {
    /** Nothing done, nothing held. */
    public static final CacheStatistics EMPTY = new CacheStatistics(0, 0, 0, 0, 0, 0, 0, 0);
}
