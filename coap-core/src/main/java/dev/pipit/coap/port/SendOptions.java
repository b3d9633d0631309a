package dev.pipit.coap.port;

/**
 * How one message is sent.
 *
 * @param confirmable CON or NON
 * @param parameters retransmission of this message
 * @param timeoutNanos how long the sender waits for a response in all
 */
public record SendOptions(boolean confirmable, TransmissionParameters parameters, long timeoutNanos) {
    /** Confirmable, for as long as the parameters give it. */
    public static SendOptions confirmable(TransmissionParameters parameters) {
        return new SendOptions(true, parameters, parameters.maxTransmitWaitNanos());
    }

    /** The same, non-confirmable. */
    public SendOptions nonConfirmable() {
        return new SendOptions(false, parameters, timeoutNanos);
    }
}
