package dev.pipit.coap.examples.sensors;

import java.math.BigDecimal;
import java.util.List;

/**
 * A DS18B20 on a 1-wire bus. The kernel gives its scratchpad twice, once with the checksum's verdict and once with the
 * temperature:
 *
 * <pre>
 * 72 01 4b 46 7f ff 0e 10 57 : crc=57 YES
 * 72 01 4b 46 7f ff 0e 10 57 t=23125
 * </pre>
 *
 * Two answers pass the checksum and are no temperature: all zeros, from a line that is held low, and exactly 85 °C,
 * which the chip holds after a power failure until it has measured. Both count as failures; a true 85.000 °C is lost
 * with them, which is the lesser harm.
 */
record W1Thermometer(Tree tree, String device, String path) implements Sensor {
    private static final String BUS = "/sys/bus/w1/devices/";

    static void discover(Tree tree, Found found) {
        for (String device : tree.list(BUS)) {
            // Family 28 (hexadecimal) is the DS18B20.
            if (device.startsWith("28-") && tree.isFile(BUS + device + "/w1_slave")) {
                found.add(new W1Thermometer(tree, device, found.claim("sensors/w1/" + Names.segment(device))));
            }
        }
    }

    @Override
    public String title() {
        return "Temperature of 1-wire " + device;
    }

    @Override
    public String resourceType() {
        return "temperature";
    }

    @Override
    public List<Reading> read() throws SensorException {
        String file = BUS + device + "/w1_slave";
        String text = tree.read(file);
        int end = text.indexOf('\n');
        String first = (end < 0 ? text : text.substring(0, end)).stripTrailing();
        if (!first.endsWith(" YES")) {
            throw SensorException.unexpected(file, first, "a checksum and YES");
        }
        if (first.startsWith("00 00 00 00 00 00 00 00 00 ")) {
            throw SensorException.unexpected(file, first, "a scratchpad that is not all zeros");
        }
        int value = text.lastIndexOf("t=");
        if (value < end) {
            throw SensorException.unexpected(file, text.substring(end + 1), "t= and a temperature");
        }
        long milliCelsius = Decimals.whole(file, text.substring(value + 2));
        if (milliCelsius == POWER_ON_MILLI_CELSIUS) {
            throw SensorException.unexpected(file, "t=85000", "not the power-on value");
        }
        return List.of(Measure.of("temperature", Unit.CELSIUS, "1000").reading(BigDecimal.valueOf(milliCelsius)));
    }

    private static final long POWER_ON_MILLI_CELSIUS = 85_000;
}
