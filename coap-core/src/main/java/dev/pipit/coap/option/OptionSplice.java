package dev.pipit.coap.option;

/**
 * Sets one option in the wire form of others: what stands before and behind it is copied as it is, as only the delta of
 * the option behind depends on it (RFC 7252 §3.1).
 */
final class OptionSplice {
    private OptionSplice() {}

    /** The bytes with a single option of this number, in the place of those of that number. */
    static byte[] set(byte[] wire, int number, byte[] value) {
        OptionCursor at = new OptionCursor(wire);
        int before = 0; // bytes of the options before
        int previous = 0;
        boolean behind = at.next();
        while (behind && at.number() < number) {
            previous = at.number();
            before = at.offset() + at.length();
            behind = at.next();
        }
        while (behind && at.number() == number) {
            behind = at.next();
        }
        int length = before + OptionsBuilder.headerLength(number - previous, value.length) + value.length;
        if (!behind) {
            byte[] spliced = new byte[length];
            System.arraycopy(wire, 0, spliced, 0, before);
            OptionsBuilder.write(spliced, before, number - previous, value);
            return spliced;
        }
        int delta = at.number() - number;
        int header = OptionsBuilder.headerLength(delta, at.length());
        byte[] spliced = new byte[length + header + wire.length - at.offset()];
        System.arraycopy(wire, 0, spliced, 0, before);
        OptionsBuilder.write(spliced, before, number - previous, value);
        OptionsBuilder.writeHeader(spliced, length, delta, at.length());
        System.arraycopy(wire, at.offset(), spliced, length + header, wire.length - at.offset());
        return spliced;
    }
}
