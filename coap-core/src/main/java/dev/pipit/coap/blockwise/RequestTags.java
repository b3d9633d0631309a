package dev.pipit.coap.blockwise;

import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps apart bodies that go to the same target at the same time (RFC 9175 §3.4): the first has no Request-Tag, others
 * have a short one that is not in use.
 */
final class RequestTags {
    private record Target(PeerSlot peer, TransferKey key) {}

    /** The right to use a tag, until it is given back. */
    static final class Claim {
        private final Target target;
        private final int number;

        private Claim(Target target, int number) {
            this.target = target;
            this.number = number;
        }

        /** The request with its tag. */
        Request applyTo(Request request) {
            if (number == 0) {
                return request;
            }
            Options tagged = request.options().toBuilder()
                    .add(StandardOptions.REQUEST_TAG, BigInteger.valueOf(number).toByteArray())
                    .build();
            return request.withOptions(tagged);
        }
    }

    private final Map<Target, BitSet> inUse = new HashMap<>();

    /** A tag for a request, which nothing else to the same target uses. */
    Claim claim(PeerSlot peer, Request request) {
        Target target = new Target(peer, TransferKey.of(request));
        BitSet numbers = inUse.computeIfAbsent(target, absent -> new BitSet());
        int number = numbers.nextClearBit(0);
        numbers.set(number);
        return new Claim(target, number);
    }

    /** Gives a tag back. */
    void release(Claim claim) {
        BitSet numbers = inUse.get(claim.target);
        if (numbers != null) {
            numbers.clear(claim.number);
            if (numbers.isEmpty()) {
                inUse.remove(claim.target);
            }
        }
    }

    /** How many targets have bodies on their way. */
    int size() {
        return inUse.size();
    }
}
