package dev.pipit.coap.message;

import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What requests and responses have in common: a code, options and a payload. Immutable. */
public abstract sealed class Message permits Request, Response {
    static final byte[] NO_PAYLOAD = new byte[0];

    private final Code code;
    private final Options options;
    private final byte[] payload;

    Message(Code code, Options options, byte[] payload) {
        this.code = code;
        this.options = options;
        this.payload = payload;
    }

    /** The method or response code. */
    public final Code code() {
        return code;
    }

    /** The options. */
    public final Options options() {
        return options;
    }

    /** The payload: the message's own array, to be read and not to be modified. Empty where there is none. */
    public final byte[] payload() {
        return payload;
    }

    /** Whether there is a payload. */
    public final boolean hasPayload() {
        return payload.length > 0;
    }

    /** The payload as UTF-8 text. */
    public final String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The payload's format, where the message names it: without the option it is not defined (RFC 7252 §5.10.3). */
    public final Optional<ContentFormat> contentFormat() {
        return options.get(StandardOptions.CONTENT_FORMAT);
    }

    final String describePayload() {
        return payload.length == 0 ? "" : ", " + payload.length + " bytes";
    }
}
