package dev.pipit.coap.freshness;

import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.StandardOptions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a response what a peer may be sent whose address is not verified, with an Echo option in it.
 *
 * <p>What the request did is done, so that its outcome must not get lost, nor the request be repeated: only GET and
 * FETCH, which are safe (RFC 7252 §5.8), are answered 4.01. The others get as much as goes: a small block, without the
 * diagnostic payload where it is an error, and the bare code at last.
 */
final class Cutter {
    /** RFC 7252 §11.3: "offering large resource representations only in relatively small slices", as of 64 bytes. */
    private static final int SIZE_EXPONENT = 2;

    private static final byte[] NOTHING = new byte[0];

    private final Challenges challenges;
    private final AmplificationMitigation mitigation;

    Cutter(Challenges challenges, AmplificationMitigation mitigation) {
        this.challenges = challenges;
        this.mitigation = mitigation;
    }

    Response cut(LimitedRequest request, long nowNanos) {
        return challenges.addTo(fitting(request, nowNanos), request.peer().peer(), nowNanos);
    }

    private Response fitting(LimitedRequest request, long nowNanos) {
        Code method = request.request().code();
        boolean safe = method == Code.GET || method == Code.FETCH;
        Response whole = request.response();
        if (safe && mitigation == AmplificationMitigation.ECHO) {
            return Response.of(Code.UNAUTHORIZED);
        }
        int most = request.mostBytes() - Challenges.OPTION_BYTES;
        Response part = whole.isSuccess()
                ? block(request, most, nowNanos)
                : Response.of(whole.code(), whole.options().without(StandardOptions.BLOCK2), NOTHING);
        if (part != null && MessageEncoder.length(request.token(), part) <= most) {
            return part;
        }
        return safe && whole.isSuccess() ? Response.of(Code.UNAUTHORIZED) : Response.of(whole.code());
    }

    private static @Nullable Response block(LimitedRequest request, int most, long nowNanos) {
        Response whole = request.response();
        Block block = whole.options().getOrNull(StandardOptions.BLOCK2);
        return block == null ? request.firstBlock(most, nowNanos) : smaller(whole, block, request.token(), most);
    }

    /** The start of a block, as a block of its own: the place that its number names is the same. */
    static @Nullable Response smaller(Response whole, Block block, Token token, int most) {
        int others = MessageEncoder.length(token, whole) - whole.payload().length;
        int exponent = Math.min(SIZE_EXPONENT, block.sizeExponent());
        // A number may take a byte more in smaller blocks.
        while (exponent > 0 && others + 1 + (1 << (exponent + 4)) > most) {
            exponent--;
        }
        int end = Math.min(whole.payload().length, 1 << (exponent + 4));
        boolean more = block.more() || end < whole.payload().length;
        if (block.offset() >> (exponent + 4) > Block.MAX_NUMBER) {
            return null;
        }
        Block start = new Block((int) (block.offset() >> (exponent + 4)), more, exponent);
        return Response.of(
                whole.code(), whole.options().with(StandardOptions.BLOCK2, start), Arrays.copyOf(whole.payload(), end));
    }
}
