package dev.pipit.coap.link;

/** A document is not in the CoRE Link Format (RFC 6690 §2). Thrown by {@link LinkFormat#parseStrict} alone. */
public final class LinkFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int position;

    LinkFormatException(String message, int position) {
        super(message);
        this.position = position;
    }

    /**
     * Where the document breaks the format.
     *
     * @return the index of the offending {@code char}, from 0; the length of the document if its end came too soon
     */
    public int position() {
        return position;
    }
}
