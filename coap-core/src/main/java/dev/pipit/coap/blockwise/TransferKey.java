package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.OptionCursor;
import dev.pipit.coap.option.OptionNumber;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import java.util.Arrays;

/**
 * What tells the transfers of one peer apart (RFC 7959 §2.4, §2.5): method and cache key, to which Request-Tag belongs
 * (RFC 9175 §3.3). Not the token: a client may use another for each block.
 *
 * <p>Made for each block, so it compares those options that count where they stand, and copies none.
 */
final class TransferKey {
    private final Code method;
    private final Options options;
    private final int hash;

    private TransferKey(Code method, Options options) {
        this.method = method;
        this.options = options;
        this.hash = hash(method, options);
    }

    static TransferKey of(Request request) {
        return new TransferKey(request.code(), request.options());
    }

    private static int hash(Code method, Options options) {
        int hash = method.number();
        for (OptionCursor at = options.cursor(); nextThatCounts(at); ) {
            hash = 31 * hash + at.number();
            for (int i = 0; i < at.length(); i++) {
                hash = 31 * hash + at.bytes()[at.offset() + i];
            }
        }
        return hash;
    }

    private static boolean nextThatCounts(OptionCursor at) {
        boolean more = at.next();
        while (more && !counts(at.number())) {
            more = at.next();
        }
        return more;
    }

    private static boolean counts(int number) {
        // If-None-Match goes with block 0 alone (RFC 7959 §2.10). Content-Format is that of the request's body, which
        // later requests for a response's blocks do not repeat; the blocks of a body are compared by it elsewhere.
        return number != StandardOptions.BLOCK1.number()
                && number != StandardOptions.BLOCK2.number()
                && number != StandardOptions.OBSERVE.number()
                && number != StandardOptions.IF_NONE_MATCH.number()
                && number != StandardOptions.CONTENT_FORMAT.number()
                && !(OptionNumber.isNoCacheKey(number) && !OptionNumber.isUnsafe(number));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransferKey key && hash == key.hash && method == key.method && isSame(key.options);
    }

    private boolean isSame(Options others) {
        OptionCursor mine = options.cursor();
        OptionCursor other = others.cursor();
        boolean more = nextThatCounts(mine);
        while (more == nextThatCounts(other)) {
            if (!more) {
                return true;
            }
            if (mine.number() != other.number()
                    || !Arrays.equals(
                            mine.bytes(),
                            mine.offset(),
                            mine.offset() + mine.length(),
                            other.bytes(),
                            other.offset(),
                            other.offset() + other.length())) {
                return false;
            }
            more = nextThatCounts(mine);
        }
        return false;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
