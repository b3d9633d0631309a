package dev.pipit.coap.cache;

/**
 * The limits of a cache; beyond them what was used longest ago goes.
 *
 * @param maxEntries for how many different requests responses are kept
 * @param maxBytes memory for them, the requests included; a response that alone is larger is not kept
 * @param maxRepresentations how many responses with different entity-tags are kept for one request; as many tags go
 *     along to find out which of them is right now (RFC 7252 §5.6.2)
 */
public record CacheConfig(int maxEntries, long maxBytes, int maxRepresentations) {
    /** 1024 requests, a sixteenth of the heap but at most 16 MiB, 4 representations. */
    public static final CacheConfig DEFAULT = new CacheConfig(
            1024, Math.max(4096, Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 16)), 4);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public CacheConfig {
        require(maxEntries >= 1, "maxEntries", maxEntries, "at least 1");
        require(maxBytes >= 1024, "maxBytes", maxBytes, "at least 1024");
        require(maxRepresentations >= 1 && maxRepresentations <= 16, "maxRepresentations", maxRepresentations, "1-16");
    }

    private static void require(boolean fine, String name, long value, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** This configuration with another limit of entries. */
    public CacheConfig maxEntries(int value) {
        return new CacheConfig(value, maxBytes, maxRepresentations);
    }

    /** This configuration with another limit of memory, in bytes. */
    public CacheConfig maxBytes(long value) {
        return new CacheConfig(maxEntries, value, maxRepresentations);
    }

    /** This configuration with another limit of representations for one request. */
    public CacheConfig maxRepresentations(int value) {
        return new CacheConfig(maxEntries, maxBytes, value);
    }
}
