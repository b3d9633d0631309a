package dev.pipit.coap.message;

/** The four message types of RFC 7252 §4, in the order of their numbers (§3). */
public enum MessageType {
    /** Confirmable: asks for an acknowledgement. */
    CON(0),
    /** Non-confirmable. */
    NON(1),
    /** Acknowledgement. */
    ACK(2),
    /** Reset. */
    RST(3);

    private static final MessageType[] BY_NUMBER = values();

    private final int number;

    MessageType(int number) {
        this.number = number;
    }

    /** The type with this number, of which the last two bits count. */
    public static MessageType of(int number) {
        return BY_NUMBER[number & 3];
    }

    /** The number on the wire, 0 to 3. */
    public int number() {
        return number;
    }
}
