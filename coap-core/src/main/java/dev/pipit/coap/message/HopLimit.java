package dev.pipit.coap.message;

import dev.pipit.coap.option.OptionCursor;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import java.util.List;
import java.util.Optional;

/**
 * How a proxy counts the Hop-Limit option down, so that no request goes round for ever (RFC 8768). Safe for use by any
 * thread.
 *
 * <pre>{@code
 * HopLimit hops = new HopLimit("p1.example.net", HopLimit.DEFAULT);
 * Response answer = hops.forward(request).map(this::send).orElseGet(hops::reached);
 * }</pre>
 *
 * @param proxy what the proxy calls itself in diagnostics: a name or an address, without spaces
 * @param initial the Hop-Limit of requests that come without one, 1 to 255
 */
public record HopLimit(String proxy, int initial) {
    /** The initial value where nothing else is known (RFC 8768 §3). */
    public static final int DEFAULT = 16;

    private static final int MAX = 255;

    /**
     * Checks the name and the range.
     *
     * @throws IllegalArgumentException if the name is empty or has a space, or the value is not in 1 to 255
     */
    public HopLimit {
        // RFC 8768 §4: "That identifier MUST NOT include any space character (ASCII value 32)."
        if (proxy.isEmpty() || proxy.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("proxy: \"" + proxy + "\" (expected: a name without spaces)");
        }
        if (initial < 1 || initial > MAX) {
            throw new IllegalArgumentException("initial Hop-Limit: " + initial + " (expected: 1-" + MAX + ")");
        }
    }

    /** Whether a request's Hop-Limit, where it has one, is in 1 to 255; else the answer is 4.00 (RFC 8768 §3). */
    public static boolean isLegal(Options options) {
        int number = StandardOptions.HOP_LIMIT.number();
        if (!options.has(number)) {
            return true;
        }
        OptionCursor at = options.cursor();
        while (at.next() && at.number() < number) {}
        int first = at.offset();
        int end = at.offset() + at.length();
        while (first < end && at.bytes()[first] == 0) {
            first++;
        }
        return end - first == 1;
    }

    /** The request as it is to be forwarded, with one hop less; empty where it must not be. */
    public Optional<Request> forward(Request request) {
        // RFC 8768 §3: a proxy "SHOULD be instructed […] to insert a Hop-Limit option when relaying a request that does
        // not include the Hop-Limit option"; "Otherwise, a CoAP proxy […] MUST decrement the value of the option by 1
        // prior to forwarding it". "CoAP requests MUST NOT be forwarded if the Hop-Limit option is set to '0' after
        // decrement."
        long given = request.options().uint(StandardOptions.HOP_LIMIT, initial + 1L);
        return given <= 1
                ? Optional.empty()
                : Optional.of(request.withOptions(request.options().with(StandardOptions.HOP_LIMIT, given - 1)));
    }

    /** The answer to a request that must not be forwarded: 5.08 with this proxy's name. */
    public Response reached() {
        return Response.error(Code.HOP_LIMIT_REACHED, proxy);
    }

    /**
     * A 5.08 of another proxy as it is to be passed back, with this proxy's name before those that are there; any other
     * response as it is.
     *
     * @param maxPayloadBytes how long the diagnostic may be; where there is no room it stays as it is
     * @return empty where this proxy has its name in it already, so that it must not be passed back
     */
    public Optional<Response> relay(Response response, int maxPayloadBytes) {
        if (response.code() != Code.HOP_LIMIT_REACHED) {
            return Optional.of(response);
        }
        // RFC 8768 §4: "An intermediate proxy MUST NOT forward a 5.08 (Hop Limit Reached) error message if it detects
        // that its identifier is included in the diagnostic payload."
        if (List.of(response.text().split(" ")).contains(proxy)) {
            return Optional.empty();
        }
        Response named =
                Response.error(Code.HOP_LIMIT_REACHED, response.hasPayload() ? proxy + " " + response.text() : proxy);
        return Optional.of(
                named.payload().length > maxPayloadBytes
                        ? response
                        : Response.of(response.code(), response.options(), named.payload()));
    }

    /**
     * Whether a stored 5.08 answers a request as well (RFC 8768 §3): one that would not get farther.
     *
     * @param stored the request that the stored response was obtained with
     */
    public static boolean mayUseStored(Request stored, Request presented) {
        return of(presented) <= of(stored);
    }

    private static long of(Request request) {
        return request.options().uint(StandardOptions.HOP_LIMIT, DEFAULT);
    }
}
