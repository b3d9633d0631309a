package dev.pipit.coap.message;

/** The four message types of RFC 7252 §4, in the order of their numbers (§3). */
public enum MessageType {
    /** Confirmable: asks for an acknowledgement. */
    CON,
    /** Non-confirmable. */
    NON,
    /** Acknowledgement. */
    ACK,
    /** Reset. */
    RST;

    private static final MessageType[] BY_NUMBER = values();

    /** The type with this number, of which the last two bits count. */
    public static MessageType of(int number) {
        return BY_NUMBER[number & 3];
    }
}
