package dev.pipit.coap.examples.sensors;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What a kernel file's number means.
 *
 * @param resourceType the kind of quantity, {@code temperature}
 * @param unit the unit after dividing
 * @param divisor how many of the file's steps make one unit: 1000 for a file in thousandths
 */
record Measure(String resourceType, Unit unit, BigDecimal divisor) {

    static Measure of(String resourceType, Unit unit, String divisor) {
        return new Measure(resourceType, unit, new BigDecimal(divisor));
    }

    Reading reading(BigDecimal raw) {
        return new Reading.Measured("", raw.divide(divisor, MathContext.DECIMAL64), unit);
    }
}
