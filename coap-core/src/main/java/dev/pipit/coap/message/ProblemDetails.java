package dev.pipit.coap.message;

import dev.pipit.coap.option.ContentFormat;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong, in a form that programs can read: concise problem details (RFC 9290), the payload of an error response
 * with Content-Format 257. Immutable.
 *
 * <pre>{@code
 * throw new ResponseException(ProblemDetails.of("not enough money").detail("12.50 are missing").toResponse(FORBIDDEN));
 * }</pre>
 *
 * <p>A server sends its own errors in this form where the request's Accept option asks for it.
 *
 * @param title the kind of problem, in few words
 * @param detail what is wrong in this case; for people, not to be parsed
 * @param instance a URI reference that identifies this case
 * @param responseCode the response code, for where the problem is kept without its message
 * @param base what the texts and references are relative to; {@link Base#NONE} mostly
 * @param unprocessedOptions numbers of options of the request that could not be processed (§3.1.1)
 * @param others what else there is, as it stands: values in CBOR, for keys that are {@link Long}s (registered custom
 *     entries, or below 0 further standard ones) or {@link String}s (URIs, of custom entries)
 */
public record ProblemDetails(
        @Nullable LanguageText title,
        @Nullable LanguageText detail,
        @Nullable String instance,
        @Nullable Code responseCode,
        Base base,
        List<Integer> unprocessedOptions,
        Map<Object, Cbor> others) {
    /**
     * The context of problem details that are kept apart from their message.
     *
     * @param uri what relative references are relative to
     * @param language the language of texts that do not tell theirs
     * @param direction their direction
     */
    public record Base(@Nullable String uri, @Nullable String language, LanguageText.@Nullable Direction direction) {
        /** No context. */
        public static final Base NONE = new Base(null, null, null);
    }

    /** A data item in CBOR, encoded. */
    public static final class Cbor {
        private final byte[] bytes;

        /** An item; the bytes are not copied and must not be modified afterwards. */
        public Cbor(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The item's bytes; not to be modified. */
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Cbor item && Arrays.equals(bytes, item.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return HexFormat.of().formatHex(bytes);
        }
    }

    /** Copies the collections. */
    public ProblemDetails {
        unprocessedOptions = List.copyOf(unprocessedOptions);
        others = Map.copyOf(others);
    }

    /** Problem details with a title alone. */
    public static ProblemDetails of(String title) {
        return new ProblemDetails(LanguageText.of(title), null, null, null, Base.NONE, List.of(), Map.of());
    }

    /** The problem details of a response; empty where it has none, or none that can be read. */
    public static Optional<ProblemDetails> of(Response response) {
        return response.contentFormat()
                        .filter(ContentFormat.PROBLEM_DETAILS::equals)
                        .isPresent()
                ? parse(response.payload())
                : Optional.empty();
    }

    /** Reads problem details; empty where the bytes are none. */
    public static Optional<ProblemDetails> parse(byte[] cbor) {
        return ProblemDetailsFormat.parse(cbor);
    }

    /** These, with what is wrong in this case. */
    public ProblemDetails detail(String value) {
        return new ProblemDetails(
                title, LanguageText.of(value), instance, responseCode, base, unprocessedOptions, others);
    }

    /** These, with a URI reference that identifies this case. */
    public ProblemDetails instance(String value) {
        return new ProblemDetails(title, detail, value, responseCode, base, unprocessedOptions, others);
    }

    /** These, with the response code. */
    public ProblemDetails responseCode(Code value) {
        return new ProblemDetails(title, detail, instance, value, base, unprocessedOptions, others);
    }

    /** These, with the numbers of options that could not be processed. */
    public ProblemDetails unprocessedOptions(List<Integer> numbers) {
        return new ProblemDetails(title, detail, instance, responseCode, base, numbers, others);
    }

    /** These, with other entries. */
    public ProblemDetails others(Map<Object, Cbor> entries) {
        return new ProblemDetails(title, detail, instance, responseCode, base, unprocessedOptions, entries);
    }

    /**
     * In CBOR, in its deterministic form.
     *
     * @throws IllegalArgumentException if there is nothing in them, or another entry's key is neither a number that is
     *     free nor a text
     */
    public byte[] encode() {
        return ProblemDetailsFormat.encode(this);
    }

    /**
     * An error response with these details, its code added.
     *
     * @throws IllegalArgumentException if the code is not a 4.xx or 5.xx
     */
    public Response toResponse(Code code) {
        if (!code.isClientError() && !code.isServerError()) {
            throw new IllegalArgumentException("code: " + code + " (expected: 4.00-5.31)");
        }
        // RFC 9290 §2: "Generators MUST use the same response code here as in the actual CoAP response"
        return Response.builder(code)
                .payload(responseCode(code).encode(), ContentFormat.PROBLEM_DETAILS)
                .build();
    }
}
