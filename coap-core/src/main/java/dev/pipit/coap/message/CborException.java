package dev.pipit.coap.message;

/** The bytes are not what was expected, or no CBOR at all. Cheap: it has no stack trace. */
final class CborException extends Exception {
    private static final long serialVersionUID = 1;

    CborException(String problem) {
        super(problem, null, false, false);
    }
}
