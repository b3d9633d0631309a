package dev.pipit.coap.message;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.option.OptionNumber;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A response (RFC 7252 §5.2): code, options and payload. Immutable; safe for use by any thread, and one object may
 * answer many requests.
 */
public final class Response extends Message implements Reply {
    private static final Options TEXT = Options.of(StandardOptions.CONTENT_FORMAT, ContentFormat.TEXT_PLAIN);
    private static final Response CHANGED = new Response(Code.CHANGED, Options.EMPTY, NO_PAYLOAD);
    private static final Response DELETED = new Response(Code.DELETED, Options.EMPTY, NO_PAYLOAD);

    /**
     * Stands for a response that is not sent: code 0.00, and nothing else. It never is on the wire.
     *
     * <p>To a client it says that none came for a request with No-Response (RFC 7967 §2.1). A handler that gives it
     * keeps quiet: of a confirmable request there is the acknowledgement alone.
     */
    public static final Response NONE = new Response(Code.EMPTY, Options.EMPTY, NO_PAYLOAD);

    private Response(Code code, Options options, byte[] payload) {
        super(code, options, payload);
    }

    /**
     * A response of these parts; the payload is not copied and must not be modified afterwards.
     *
     * @throws IllegalArgumentException if the code is not one of a response
     */
    public static Response of(Code code, Options options, byte[] payload) {
        if (!code.isResponse()) {
            throw new IllegalArgumentException("response code: " + code + " (expected: a code from 2.00 to 5.31)");
        }
        return new Response(code, options, payload);
    }

    /** A response of a code alone. */
    public static Response of(Code code) {
        return of(code, Options.EMPTY, NO_PAYLOAD);
    }

    /** 2.05 with text. */
    public static Response content(String text) {
        return new Response(Code.CONTENT, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** 2.05 with bytes, which are not copied. */
    public static Response content(byte[] bytes, ContentFormat format) {
        Options options =
                format.equals(ContentFormat.TEXT_PLAIN) ? TEXT : Options.of(StandardOptions.CONTENT_FORMAT, format);
        return new Response(Code.CONTENT, options, bytes);
    }

    /** 2.05 with text in another format, as JSON. */
    public static Response content(String text, ContentFormat format) {
        return content(text.getBytes(StandardCharsets.UTF_8), format);
    }

    /** 2.05 with a body that is read while it goes out: a file, a stream, a publisher. */
    public static Reply content(Body body, ContentFormat format) {
        return content(NO_PAYLOAD, format).withBody(body);
    }

    /** 2.04. */
    public static Response changed() {
        return CHANGED;
    }

    /** 2.02. */
    public static Response deleted() {
        return DELETED;
    }

    /** 2.01 without a location: what was created is the request's target. */
    public static Response created() {
        return of(Code.CREATED);
    }

    /** 2.01 with the location, "/a/b?c=d", of what was created (RFC 7252 §5.10.7). */
    public static Response created(String location) {
        OptionsBuilder options = Options.builder();
        CoapUri.addLocation(location, options);
        return of(Code.CREATED, options.build(), NO_PAYLOAD);
    }

    /** 2.03: the representation with this tag is still right (RFC 7252 §5.9.1.3). */
    public static Response valid(EntityTag tag) {
        return of(Code.VALID, Options.of(StandardOptions.ETAG, tag), NO_PAYLOAD);
    }

    /** An error with a diagnostic payload for people (RFC 7252 §5.5.2): UTF-8 without a Content-Format. */
    public static Response error(Code code, String diagnostic) {
        return of(code, Options.EMPTY, diagnostic.getBytes(StandardCharsets.UTF_8));
    }

    /** A builder for a response with this code. */
    public static Builder builder(Code code) {
        return new Builder(code, Options.builder(), NO_PAYLOAD);
    }

    /** A builder that starts with this response. */
    public Builder toBuilder() {
        return new Builder(code(), options().toBuilder(), payload());
    }

    /** This response with an entity-tag. */
    public Response etag(EntityTag tag) {
        return with(StandardOptions.ETAG, tag);
    }

    /** This response, fresh for so many seconds (RFC 7252 §5.10.5). */
    public Response maxAge(long seconds) {
        // RFC 7252 §5.4.4: default values "SHOULD NOT" be sent.
        return seconds == 60
                ? new Response(code(), options().without(StandardOptions.MAX_AGE), payload())
                : with(StandardOptions.MAX_AGE, seconds);
    }

    /** This response with an option set to a value. */
    public <T> Response with(OptionDefinition<T> definition, T value) {
        return new Response(code(), options().with(definition, value), payload());
    }

    /** This response with a body that is read while it goes out, in the place of its payload. */
    public Reply withBody(Body body) {
        return new StreamedReply(hasPayload() ? new Response(code(), options(), NO_PAYLOAD) : this, body);
    }

    /**
     * This response, brought up to date by a 2.03 that says that it is valid still (RFC 7252 §5.9.1.3): with the Max-Age
     * of that, and its safe-to-forward options in the place of those of the same kind.
     */
    public Response updatedBy(Response valid) {
        OptionsBuilder updated =
                options()
                        .filter(number -> OptionNumber.isUnsafe(number)
                                || !valid.options().has(number))
                        .toBuilder();
        valid.options().forEach(option -> {
            if (!OptionNumber.isUnsafe(option.number())) {
                updated.addRaw(option.number(), option.value());
            }
        });
        return new Response(code(), updated.build(), payload()).maxAge(valid.maxAge());
    }

    /** Whether the code is 2.xx. */
    public boolean isSuccess() {
        return code().isSuccess();
    }

    /** The entity-tag of the representation. */
    public Optional<EntityTag> etag() {
        return options().get(StandardOptions.ETAG);
    }

    /** Seconds for which the response is fresh; 60 where it does not say. */
    public long maxAge() {
        return options().uint(StandardOptions.MAX_AGE, 60);
    }

    /** Where a created resource is, "/a/b?c=d", relative to the request's URI (RFC 7252 §5.10.7). */
    public Optional<String> location() {
        List<String> path = options().all(StandardOptions.LOCATION_PATH);
        List<String> query = options().all(StandardOptions.LOCATION_QUERY);
        return path.isEmpty() && query.isEmpty()
                ? Optional.empty()
                : Optional.of(CoapUri.composePath(path) + CoapUri.composeQuery(query));
    }

    @Override
    public Reply map(UnaryOperator<Response> change) {
        return change.apply(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Response response
                && code() == response.code()
                && options().equals(response.options())
                && Arrays.equals(payload(), response.payload());
    }

    @Override
    public int hashCode() {
        return 31 * (31 * code().number() + options().hashCode()) + Arrays.hashCode(payload());
    }

    /** As "2.05 Content [Content-Format:text/plain], 5 bytes". */
    @Override
    public String toString() {
        return code() + " [" + options() + "]" + describePayload();
    }

    /** Builds a response. Not safe for use by several threads. */
    public static final class Builder {
        private final Code code;
        private final OptionsBuilder options;
        private byte[] payload;

        private Builder(Code code, OptionsBuilder options, byte[] payload) {
            this.code = code;
            this.options = options;
            this.payload = payload;
        }

        /** Adds an option. */
        public <T> Builder option(OptionDefinition<T> definition, T value) {
            options.add(definition, value);
            return this;
        }

        /** Adds an option by its number, unchecked. */
        public Builder rawOption(int number, byte[] value) {
            options.addRaw(number, value);
            return this;
        }

        /** A payload of text, with Content-Format text/plain. */
        public Builder payload(String text) {
            return payload(text.getBytes(StandardCharsets.UTF_8), ContentFormat.TEXT_PLAIN);
        }

        /** A payload; the bytes are not copied and must not be modified afterwards. */
        public Builder payload(byte[] bytes, ContentFormat format) {
            options.set(StandardOptions.CONTENT_FORMAT, format);
            return payload(bytes);
        }

        /** A payload without a Content-Format; the bytes are not copied and must not be modified afterwards. */
        public Builder payload(byte[] bytes) {
            payload = bytes;
            return this;
        }

        /** Where a created resource is, "/a/b?c=d". */
        public Builder location(String location) {
            CoapUri.addLocation(location, options);
            return this;
        }

        /** The response. */
        public Response build() {
            return of(code, options.build(), payload);
        }
    }
}
