package dev.pipit.coap.dtls.key;

import org.jspecify.annotations.Nullable;

/** A credential cannot be read or used. The message is one line: which file and line, what was found, what was expected. */
public final class CredentialException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CredentialException(String message) {
        this(message, null);
    }

    CredentialException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
