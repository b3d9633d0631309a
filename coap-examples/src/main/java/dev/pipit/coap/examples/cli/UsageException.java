package dev.pipit.coap.examples.cli;

/** The program was asked for something it cannot do; the message says what was wrong and what is expected. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An exception with this explanation, one line. */
    public UsageException(String message) {
        super(message);
    }
}
