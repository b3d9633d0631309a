package dev.pipit.coap.examples.testresources;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Text of any length: lines of 64 characters, no two neighbours alike. */
final class LargeText {
    /** More than a block of the largest size. */
    static final int USUAL_BYTES = 1280;

    private static final int LINE = 64;

    private LargeText() {}

    /** So many bytes. */
    static byte[] ofBytes(int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) (i % LINE == LINE - 1 ? '\n' : '0' + i / LINE % 10);
        }
        return text;
    }

    /** 1280 bytes, the first line of which says something. */
    static byte[] saying(String message) {
        byte[] text = ofBytes(USUAL_BYTES);
        Arrays.fill(text, 0, LINE - 1, (byte) ' ');
        byte[] words = message.getBytes(UTF_8);
        System.arraycopy(words, 0, text, 0, Math.min(words.length, LINE - 1));
        return text;
    }
}
