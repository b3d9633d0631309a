package dev.pipit.coap.option;

/** What an option's number alone says about it (RFC 7252 §5.4.6). */
public final class OptionNumber {
    /** The largest option number; the registry of RFC 7252 §12.2 has 16 bits. */
    public static final int MAX = 65535;

    private OptionNumber() {}

    /** Whether a recipient that does not understand the option must not process the message (§5.4.1). */
    public static boolean isCritical(int number) {
        return (number & 1) != 0;
    }

    /** Whether a proxy that does not understand the option must not forward the message (§5.4.2). */
    public static boolean isUnsafe(int number) {
        return (number & 2) != 0;
    }

    /** Whether the option is left out of the cache key (§5.4.2); only meaningful for safe-to-forward options. */
    public static boolean isNoCacheKey(int number) {
        return (number & 0x1e) == 0x1c;
    }
}
