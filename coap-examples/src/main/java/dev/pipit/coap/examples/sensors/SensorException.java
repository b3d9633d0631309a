package dev.pipit.coap.examples.sensors;

import org.jspecify.annotations.Nullable;

/** A sensor could not be read or set. The message is one short line, fit to be shown to whoever asked. */
public final class SensorException extends Exception {
    private static final long serialVersionUID = 1L;

    SensorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What a file of the sensor holds is not what it should: {@code /proc/uptime: "x" (expected: seconds)}. */
    static SensorException unexpected(String file, String found, String expected) {
        return new SensorException(file + ": \"" + excerpt(found) + "\" (expected: " + expected + ")", null);
    }

    private static String excerpt(String found) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < found.length() && i < EXCERPT_CHARS; i++) {
            char c = found.charAt(i);
            shown.append(c < ' ' || c > '~' ? '?' : c);
        }
        return found.length() > EXCERPT_CHARS ? shown.append("...").toString() : shown.toString();
    }

    private static final int EXCERPT_CHARS = 40;
}
