package dev.pipit.coap.examples.bench;

import dev.pipit.coap.dtls.DtlsException;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.NotObservedException;
import dev.pipit.coap.message.ResetException;
import dev.pipit.coap.message.TransferFailedException;
import dev.pipit.coap.message.UnreachableException;
import java.util.concurrent.CompletionException;

/** What prevents a response. */
public enum Failure {
    /** None came in time. */
    TIMEOUT("timeout"),
    /** The server answered with a Reset. */
    RESET("reset"),
    /** The network says that nobody is there. */
    UNREACHABLE("unreachable"),
    /** There is no association with the server: another key, or no room for one more. */
    HANDSHAKE("no handshake"),
    /** A body in blocks broke off. */
    TRANSFER("transfer broken off"),
    /** The resource cannot be observed. */
    NOT_OBSERVED("not observable"),
    /** Something of this machine, such as too many open sockets. */
    LOCAL("local");

    private final String text;

    Failure(String text) {
        this.text = text;
    }

    /** As people read it. */
    public String text() {
        return text;
    }

    static Failure of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoResponseException) {
            return TIMEOUT;
        }
        if (cause instanceof ResetException) {
            return RESET;
        }
        if (cause instanceof UnreachableException) {
            return UNREACHABLE;
        }
        if (cause instanceof TransferFailedException) {
            return TRANSFER;
        }
        if (cause instanceof DtlsException) {
            return HANDSHAKE;
        }
        return cause instanceof NotObservedException ? NOT_OBSERVED : LOCAL;
    }
}
