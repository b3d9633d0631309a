package dev.pipit.coap.examples.senml;

/** What should be SenML is none, or is of a version that is not known; the message says what was found. */
public final class SenmlException extends Exception {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation, one line. */
    public SenmlException(String message) {
        super(message);
    }

    static SenmlException unexpected(String what, Object value, String expected) {
        return new SenmlException(what + ": " + value + " (expected: " + expected + ")");
    }
}
