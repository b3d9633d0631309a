package dev.pipit.coap.examples.plugtest;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Bodies to be sent in blocks. */
final class Bodies {
    private Bodies() {}

    /** Numbers, so that every place looks different: so many bytes of them. */
    static byte[] numbers(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < length; i++) {
            text.append(i).append(' ');
        }
        return text.substring(0, length).getBytes(UTF_8);
    }

    /** What {@code /large} is: lines of 64 characters. */
    static byte[] large() {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 20; line++) {
            text.append(Integer.toString(line % 10).repeat(63)).append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }
}
