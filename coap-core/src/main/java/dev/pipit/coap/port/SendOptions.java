package dev.pipit.coap.port;

import dev.pipit.coap.message.Token;
import org.jspecify.annotations.Nullable;

/**
 * How one message is sent.
 *
 * @param confirmable CON or NON
 * @param parameters retransmission of this message
 * @param timeoutNanos how long the sender waits for a response in all
 * @param token the token of a request; null for a fresh, unguessable one
 */
public record SendOptions(
        boolean confirmable,
        TransmissionParameters parameters,
        long timeoutNanos,
        @Nullable Token token) {
    /** Options with a fresh token. */
    public SendOptions(boolean confirmable, TransmissionParameters parameters, long timeoutNanos) {
        this(confirmable, parameters, timeoutNanos, null);
    }

    /** Confirmable, for as long as the parameters give it. */
    public static SendOptions confirmable(TransmissionParameters parameters) {
        return new SendOptions(true, parameters, parameters.maxTransmitWaitNanos());
    }

    /** The same, with a token; null for a fresh one. */
    public SendOptions withToken(@Nullable Token value) {
        return new SendOptions(confirmable, parameters, timeoutNanos, value);
    }

    /** The same, non-confirmable. */
    public SendOptions nonConfirmable() {
        return new SendOptions(false, parameters, timeoutNanos, token);
    }
}
