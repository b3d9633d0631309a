package dev.pipit.coap.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message code, {@code c.dd}: a request method or a response code (RFC 7252 §3, §12.1). There are 256 of them. */
public final class Code {
    private static final Code[] CODES = new Code[256];

    static {
        for (int i = 0; i < 256; i++) {
            CODES[i] = new Code(i);
        }
    }

    /** 0.00, the code of a message that is only an acknowledgement, a reset or a ping (RFC 7252 §4.1). */
    public static final Code EMPTY = named(0, 0, "Empty");

    /** 0.01 (RFC 7252 §5.8.1). */
    public static final Code GET = named(0, 1, "GET");

    /** 0.02 (RFC 7252 §5.8.2). */
    public static final Code POST = named(0, 2, "POST");

    /** 0.03 (RFC 7252 §5.8.3). */
    public static final Code PUT = named(0, 3, "PUT");

    /** 0.04 (RFC 7252 §5.8.4). */
    public static final Code DELETE = named(0, 4, "DELETE");

    /** 0.05 (RFC 8132 §2). */
    public static final Code FETCH = named(0, 5, "FETCH");

    /** 0.06 (RFC 8132 §3). */
    public static final Code PATCH = named(0, 6, "PATCH");

    /** 0.07 (RFC 8132 §3). */
    public static final Code IPATCH = named(0, 7, "iPATCH");

    /** 2.01 (RFC 7252 §5.9.1.1). */
    public static final Code CREATED = named(2, 1, "Created");

    /** 2.02 (RFC 7252 §5.9.1.2). */
    public static final Code DELETED = named(2, 2, "Deleted");

    /** 2.03 (RFC 7252 §5.9.1.3). */
    public static final Code VALID = named(2, 3, "Valid");

    /** 2.04 (RFC 7252 §5.9.1.4). */
    public static final Code CHANGED = named(2, 4, "Changed");

    /** 2.05 (RFC 7252 §5.9.1.5). */
    public static final Code CONTENT = named(2, 5, "Content");

    /** 2.31 (RFC 7959 §2.9.1). */
    public static final Code CONTINUE = named(2, 31, "Continue");

    /** 4.00 (RFC 7252 §5.9.2.1). */
    public static final Code BAD_REQUEST = named(4, 0, "Bad Request");

    /** 4.01 (RFC 7252 §5.9.2.2). */
    public static final Code UNAUTHORIZED = named(4, 1, "Unauthorized");

    /** 4.02 (RFC 7252 §5.9.2.3). */
    public static final Code BAD_OPTION = named(4, 2, "Bad Option");

    /** 4.03 (RFC 7252 §5.9.2.4). */
    public static final Code FORBIDDEN = named(4, 3, "Forbidden");

    /** 4.04 (RFC 7252 §5.9.2.5). */
    public static final Code NOT_FOUND = named(4, 4, "Not Found");

    /** 4.05 (RFC 7252 §5.9.2.6). */
    public static final Code METHOD_NOT_ALLOWED = named(4, 5, "Method Not Allowed");

    /** 4.06 (RFC 7252 §5.9.2.7). */
    public static final Code NOT_ACCEPTABLE = named(4, 6, "Not Acceptable");

    /** 4.08 (RFC 7959 §2.9.2). */
    public static final Code REQUEST_ENTITY_INCOMPLETE = named(4, 8, "Request Entity Incomplete");

    /** 4.09 (RFC 8132 §3.4). */
    public static final Code CONFLICT = named(4, 9, "Conflict");

    /** 4.12 (RFC 7252 §5.9.2.8). */
    public static final Code PRECONDITION_FAILED = named(4, 12, "Precondition Failed");

    /** 4.13 (RFC 7252 §5.9.2.9). */
    public static final Code REQUEST_ENTITY_TOO_LARGE = named(4, 13, "Request Entity Too Large");

    /** 4.15 (RFC 7252 §5.9.2.10). */
    public static final Code UNSUPPORTED_CONTENT_FORMAT = named(4, 15, "Unsupported Content-Format");

    /** 4.22 (RFC 8132 §3.4). */
    public static final Code UNPROCESSABLE_ENTITY = named(4, 22, "Unprocessable Entity");

    /** 4.29 (RFC 8516 §3). */
    public static final Code TOO_MANY_REQUESTS = named(4, 29, "Too Many Requests");

    /** 5.00 (RFC 7252 §5.9.3.1). */
    public static final Code INTERNAL_SERVER_ERROR = named(5, 0, "Internal Server Error");

    /** 5.01 (RFC 7252 §5.9.3.2). */
    public static final Code NOT_IMPLEMENTED = named(5, 1, "Not Implemented");

    /** 5.02 (RFC 7252 §5.9.3.3). */
    public static final Code BAD_GATEWAY = named(5, 2, "Bad Gateway");

    /** 5.03 (RFC 7252 §5.9.3.4). */
    public static final Code SERVICE_UNAVAILABLE = named(5, 3, "Service Unavailable");

    /** 5.04 (RFC 7252 §5.9.3.5). */
    public static final Code GATEWAY_TIMEOUT = named(5, 4, "Gateway Timeout");

    /** 5.05 (RFC 7252 §5.9.3.6). */
    public static final Code PROXYING_NOT_SUPPORTED = named(5, 5, "Proxying Not Supported");

    /** 5.08 (RFC 8768 §4). */
    public static final Code HOP_LIMIT_REACHED = named(5, 8, "Hop Limit Reached");

    private final int number;
    private final String text;
    private @Nullable String name;

    private Code(int number) {
        this.number = number;
        this.text = (number >>> 5) + (number % 32 < 10 ? ".0" : ".") + number % 32;
    }

    private static Code named(int codeClass, int detail, String name) {
        Code code = CODES[codeClass << 5 | detail];
        code.name = name;
        return code;
    }

    /**
     * The code with this number.
     *
     * @throws IllegalArgumentException if it is not in 0 to 255
     */
    public static Code of(int number) {
        if (number < 0 || number > 255) {
            throw new IllegalArgumentException("code: " + number + " (expected: 0-255)");
        }
        return CODES[number];
    }

    /**
     * A code from its dotted form, "2.05", or its name in any letter case, "get", "Not Found".
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Code parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "code: \"" + text + "\" (expected: c.dd such as 2.05, or a name such as GET)"));
    }

    private static Optional<Code> find(String text) {
        for (Code code : CODES) {
            if (code.text.equals(text) || (code.name != null && code.name.equalsIgnoreCase(text))) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    /** The code as one byte, 0 to 255. */
    public int number() {
        return number;
    }

    /** The class, 0 to 7. */
    public int codeClass() {
        return number >>> 5;
    }

    /** The detail, 0 to 31. */
    public int detail() {
        return number & 31;
    }

    /** Whether this is a method, registered or not: 0.01 to 0.31. */
    public boolean isRequest() {
        return number > 0 && number < 32;
    }

    /** Whether this is a response code, registered or not: 2.00 to 5.31. */
    public boolean isResponse() {
        return number >= 64 && number < 192;
    }

    /** Whether this is 2.xx. */
    public boolean isSuccess() {
        return codeClass() == 2;
    }

    /** Whether this is 4.xx. */
    public boolean isClientError() {
        return codeClass() == 4;
    }

    /** Whether this is 5.xx. */
    public boolean isServerError() {
        return codeClass() == 5;
    }

    /** The dotted form, "2.05". */
    public String dotted() {
        return text;
    }

    /** The registered name, as "GET" or "Not Found". */
    public Optional<String> registeredName() {
        return Optional.ofNullable(name);
    }

    /** The method's name, or the dotted form with the response's name: "GET", "2.05 Content". */
    @Override
    public String toString() {
        if (name == null) {
            return text;
        }
        return isRequest() ? name : text + " " + name;
    }
}
