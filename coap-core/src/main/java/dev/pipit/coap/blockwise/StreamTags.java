package dev.pipit.coap.blockwise;

import dev.pipit.coap.option.EntityTag;
import java.util.random.RandomGenerator;

/**
 * Entity-tags for bodies that are streamed and have none of their own: each body has another, also after a restart of
 * the server, so that a client never takes blocks of two of them for one (RFC 7959 §2.4).
 */
final class StreamTags {
    private final RandomGenerator random;
    private long latest;

    StreamTags(RandomGenerator random) {
        this.random = random;
    }

    EntityTag next() {
        // From a random start, as tags are to differ and not to be secret.
        latest = latest == 0 ? random.nextLong() : latest + 1;
        return EntityTag.ofVersion(latest);
    }
}
