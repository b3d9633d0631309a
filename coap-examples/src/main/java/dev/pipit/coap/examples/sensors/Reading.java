package dev.pipit.coap.examples.sensors;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * One value of a sensor. The name tells it from the sensor's other values; it is empty when the sensor has but one.
 * Names are made of letters, digits and {@code - : . / _}, as RFC 8428 §4.5.1 asks.
 */
public sealed interface Reading {

    /** The value's name within its sensor, or the empty string for a sensor's only value. */
    String name();

    /**
     * A number with its unit.
     *
     * @param value in units of {@code unit}; kept to 16 significant digits, which is what an IEEE double carries
     */
    record Measured(String name, BigDecimal value, Unit unit) implements Reading {
        public Measured {
            Names.requireSenml(name);
            value = plain(value);
        }

        private static BigDecimal plain(BigDecimal value) {
            BigDecimal rounded = value.round(MathContext.DECIMAL64).stripTrailingZeros();
            return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
        }
    }

    /** Words, such as the model of a board. */
    record Worded(String name, String value) implements Reading {
        public Worded {
            Names.requireSenml(name);
        }
    }

    /** A yes or a no, such as an alarm. */
    record Flagged(String name, boolean value) implements Reading {
        public Flagged {
            Names.requireSenml(name);
        }
    }
}
