package dev.pipit.coap.message;

import dev.pipit.coap.option.StandardOptions;

/** What the No-Response option of a request says (RFC 7967): a bit for each class of responses not wanted. */
public final class NoResponse {
    /** No response is wanted, of whatever class. */
    public static final long ALL = 26;

    private NoResponse() {}

    /**
     * The option's value for classes that are not wanted: 2 for 2.xx, 4 for 4.xx, 5 for 5.xx; all of them where none is
     * given.
     *
     * @throws IllegalArgumentException if a class is none of 2, 4, 5
     */
    public static long of(int... classes) {
        long value = classes.length == 0 ? ALL : 0;
        for (int each : classes) {
            if (each != 2 && each != 4 && each != 5) {
                throw new IllegalArgumentException("response class: " + each + " (expected: 2, 4 or 5)");
            }
            value |= bit(each);
        }
        return value;
    }

    // RFC 7967 §2.1: "option value to suppress n.xx class = 2**(n-1)"
    private static long bit(int codeClass) {
        return 1L << (codeClass - 1);
    }

    /**
     * Whether the client does not want the response that a request has led to.
     *
     * <p>2.31 is always wanted, as without it no further block would come. A request to observe asks for responses, so
     * that it is answered whatever its No-Response option says.
     */
    public static boolean suppresses(Request request, Code response) {
        return (unwanted(request) & bit(Math.max(1, response.codeClass()))) != 0 && response != Code.CONTINUE;
    }

    /** Whether no response is wanted at all. */
    public static boolean suppressesAll(Request request) {
        return (unwanted(request) & ALL) == ALL;
    }

    /** Whether a request may be left without a response. */
    public static boolean suppressesSome(Request request) {
        return (unwanted(request) & ALL) != 0;
    }

    private static long unwanted(Request request) {
        long value = request.options().uint(StandardOptions.NO_RESPONSE, 0);
        return value != 0 && isRegistration(request) ? 0 : value;
    }

    private static boolean isRegistration(Request request) {
        boolean observable = request.code() == Code.GET || request.code() == Code.FETCH;
        return observable && request.options().uint(StandardOptions.OBSERVE, 1) == 0;
    }
}
