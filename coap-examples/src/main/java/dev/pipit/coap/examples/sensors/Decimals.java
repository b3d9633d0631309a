package dev.pipit.coap.examples.sensors;

import java.math.BigDecimal;

/** The kernel's way to write numbers: digits, perhaps a sign and a point, never an exponent. */
final class Decimals {

    private Decimals() {}

    /**
     * Parses a decimal number.
     *
     * @param file where the text comes from, for the exception's message
     * @throws SensorException if the text is none, or is longer than any number a kernel writes
     */
    static BigDecimal decimal(String file, String text) throws SensorException {
        // BigDecimal alone would take "1e999999999", which nothing can print.
        if (text.isEmpty() || text.length() > MAX_CHARS || !isDecimal(text)) {
            throw SensorException.unexpected(file, text, "a number");
        }
        return new BigDecimal(text);
    }

    /** Parses a whole number of at most 18 digits. */
    static long whole(String file, String text) throws SensorException {
        BigDecimal value = decimal(file, text);
        if (value.scale() > 0 || value.precision() > 18) {
            throw SensorException.unexpected(file, text, "a whole number");
        }
        return value.longValue();
    }

    private static boolean isDecimal(String text) {
        int digits = 0;
        int points = 0;
        for (int i = text.charAt(0) == '-' ? 1 : 0; i < text.length(); i++) {
            if (Names.isDigit(text.charAt(i))) {
                digits++;
            } else if (text.charAt(i) == '.') {
                points++;
            } else {
                return false;
            }
        }
        return digits > 0 && points <= 1;
    }

    private static final int MAX_CHARS = 32;
}
