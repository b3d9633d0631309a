package dev.pipit.coap.message;

import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A request (RFC 7252 §5.1): method, options and payload. Immutable; safe for use by any thread. */
public final class Request extends Message {
    private Request(Code method, Options options, byte[] payload) {
        super(method, options, payload);
    }

    /**
     * A request of these parts; the payload is not copied and must not be modified afterwards.
     *
     * @throws IllegalArgumentException if the code is not a method
     */
    public static Request of(Code method, Options options, byte[] payload) {
        if (!method.isRequest()) {
            throw new IllegalArgumentException("method: " + method + " (expected: a code from 0.01 to 0.31)");
        }
        return new Request(method, options, payload);
    }

    /** A builder for a request with this method. */
    public static Builder builder(Code method) {
        return new Builder(method, Options.builder(), NO_PAYLOAD);
    }

    /** A GET of a path, "/sensors/1?unit=c". */
    public static Request get(String path) {
        return builder(Code.GET).path(path).build();
    }

    /** A builder that starts with this request. */
    public Builder toBuilder() {
        return new Builder(code(), options().toBuilder(), payload());
    }

    /** This request with other options. */
    public Request withOptions(Options options) {
        return new Request(code(), options, payload());
    }

    /** The segments of the path, percent-decoded. */
    public List<String> pathSegments() {
        return options().all(StandardOptions.URI_PATH);
    }

    /** The path as it stands in a URI, "/" where there are no segments (RFC 7252 §6.5). */
    public String path() {
        return CoapUri.composePath(pathSegments());
    }

    /** The arguments of the query, percent-decoded. */
    public List<String> query() {
        return options().all(StandardOptions.URI_QUERY);
    }

    /** The value of the first query argument {@code name=value}; empty text for {@code name} alone. */
    public Optional<String> query(String name) {
        for (String argument : query()) {
            if (argument.equals(name)) {
                return Optional.of("");
            }
            if (argument.startsWith(name) && argument.charAt(name.length()) == '=') {
                return Optional.of(argument.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    /** The format that the client wants. */
    public Optional<ContentFormat> accept() {
        return options().get(StandardOptions.ACCEPT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Request request
                && code() == request.code()
                && options().equals(request.options())
                && Arrays.equals(payload(), request.payload());
    }

    @Override
    public int hashCode() {
        return 31 * (31 * code().number() + options().hashCode()) + Arrays.hashCode(payload());
    }

    /** As "GET [Uri-Path:temperature], 12 bytes". */
    @Override
    public String toString() {
        return code() + " [" + options() + "]" + describePayload();
    }

    /** Builds a request. Not safe for use by several threads. */
    public static final class Builder {
        private final Code method;
        private final OptionsBuilder options;
        private byte[] payload;

        private Builder(Code method, OptionsBuilder options, byte[] payload) {
            this.method = method;
            this.options = options;
            this.payload = payload;
        }

        /** Sets path and query from text, "/a/b?c=d", as in a URI: percent-encoded, dot segments resolved. */
        public Builder path(String pathAndQuery) {
            options.remove(StandardOptions.URI_PATH.number());
            options.remove(StandardOptions.URI_QUERY.number());
            CoapUri.addPathAndQuery(pathAndQuery, options);
            return this;
        }

        /** Adds an argument to the query, as it is. */
        public Builder query(String argument) {
            return option(StandardOptions.URI_QUERY, argument);
        }

        /** Asks for a format. */
        public Builder accept(ContentFormat format) {
            options.set(StandardOptions.ACCEPT, format);
            return this;
        }

        /** Names a representation that the client has: the answer may be 2.03 (RFC 7252 §5.10.6.2). */
        public Builder etag(EntityTag tag) {
            return option(StandardOptions.ETAG, tag);
        }

        /** Makes the request conditional on the target's entity-tag (RFC 7252 §5.10.8.1). */
        public Builder ifMatch(EntityTag tag) {
            return option(StandardOptions.IF_MATCH, tag);
        }

        /** Makes the request conditional on the target not being there (RFC 7252 §5.10.8.2). */
        public Builder ifNoneMatch() {
            options.set(StandardOptions.IF_NONE_MATCH, true);
            return this;
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

        /** The request. */
        public Request build() {
            return of(method, options.build(), payload);
        }
    }
}
