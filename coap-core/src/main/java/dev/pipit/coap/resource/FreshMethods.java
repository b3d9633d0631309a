package dev.pipit.coap.resource;

import dev.pipit.coap.message.Code;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Which methods are to be fresh, and how fresh: performed only where an Echo option shows it (RFC 9175 §2.3). */
public final class FreshMethods {
    /** None has to be. */
    public static final FreshMethods NONE = new FreshMethods(new long[Resource.METHODS]);

    // RFC 9175 §2.4: "In general, all unsafe methods (e.g., POST, PUT, and DELETE) may require freshness guarantees"
    private static final List<Code> UNSAFE = List.of(Code.POST, Code.PUT, Code.DELETE, Code.PATCH, Code.IPATCH);

    private final long[] maxAgeNanos; // by method; 0 where it need not be fresh

    private FreshMethods(long[] maxAgeNanos) {
        this.maxAgeNanos = maxAgeNanos;
    }

    /**
     * These methods have to be fresh as well, or all that are not safe where none is named.
     *
     * @param maxAge how old a request may be
     * @throws IllegalArgumentException if the age is not positive, or a method is none of GET to iPATCH
     */
    public FreshMethods with(Duration maxAge, Code... methods) {
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("maxAge: " + maxAge + " (expected: more than 0)");
        }
        long[] changed = maxAgeNanos.clone();
        for (Code method : methods.length == 0 ? UNSAFE : Arrays.asList(methods)) {
            if (!method.isRequest() || method.number() >= Resource.METHODS) {
                throw new IllegalArgumentException("method: " + method + " (expected: 0.01-0.07)");
            }
            changed[method.number()] = maxAge.toNanos();
        }
        return new FreshMethods(changed);
    }

    /** How old a request with this method may be, in nanoseconds; 0 where that does not matter. */
    long maxAgeNanos(Code method) {
        return maxAgeNanos[method.number()];
    }
}
