package dev.pipit.coap.resource;

import dev.pipit.coap.option.OptionCursor;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;

/** Where the segments of a request's path are in its options. Used again for each request, by one thread. */
final class RequestPath {
    /** No resource is deeper; of a longer path only the number of further segments matters. */
    static final int MAX_SEGMENTS = 64;

    private static final int URI_PATH = StandardOptions.URI_PATH.number();
    private static final byte[] NOTHING = new byte[0];

    private final int[] starts = new int[MAX_SEGMENTS];
    private final int[] ends = new int[MAX_SEGMENTS];
    private byte[] bytes = NOTHING;
    private int count;

    /** Finds the segments; false where one is "." or "..", which nobody may send (RFC 7252 §5.10.1). */
    boolean load(Options options) {
        OptionCursor at = options.cursor();
        bytes = at.bytes();
        count = 0;
        while (at.next() && at.number() <= URI_PATH) {
            if (at.number() == URI_PATH) {
                if (isDots(bytes, at.offset(), at.length())) {
                    return false;
                }
                if (count < MAX_SEGMENTS) {
                    starts[count] = at.offset();
                    ends[count] = at.offset() + at.length();
                }
                count++;
            }
        }
        // RFC 7252 §6.5 makes "/" of one empty segment, as of none.
        if (count == 1 && starts[0] == ends[0]) {
            count = 0;
        }
        return true;
    }

    private static boolean isDots(byte[] bytes, int offset, int length) {
        return length > 0 && length <= 2 && bytes[offset] == '.' && bytes[offset + length - 1] == '.';
    }

    /** Lets go of the request's bytes. */
    void clear() {
        bytes = NOTHING;
        count = 0;
    }

    /** How many segments there are. */
    int count() {
        return count;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where a segment starts in {@link #bytes()}; for the first {@link #MAX_SEGMENTS}. */
    int start(int segment) {
        return starts[segment];
    }

    /** Where a segment ends. */
    int end(int segment) {
        return ends[segment];
    }
}
