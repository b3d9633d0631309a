package dev.pipit.coap.examples.sensors;

/**
 * The units that sensors here measure in: symbols of the SenML Units registry (RFC 8428 §12.1, RFC 8798 for bytes)
 * that are recommended to be produced, so no percent and no revolutions per minute.
 */
public enum Unit {
    NONE(""),
    AMPERE("A"),
    BYTE("B"),
    CELSIUS("Cel"),
    COUNT("count"),
    FARAD("F"),
    HERTZ("Hz"),
    HUMIDITY("%RH"),
    JOULE("J"),
    LUX("lx"),
    METER("m"),
    METER_PER_SECOND_SQUARED("m/s2"),
    OHM("Ohm"),
    PASCAL("Pa"),
    /** A share of a whole, 0 to 1. */
    RATIO("/"),
    SECOND("s"),
    TESLA("T"),
    /** Turns of a fan. */
    TURNS_PER_SECOND("1/s"),
    VOLT("V"),
    WATT("W");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /** The registered symbol, empty for {@link #NONE}. */
    public String symbol() {
        return symbol;
    }
}
