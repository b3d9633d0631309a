package dev.pipit.coap.examples.sensors;

import java.util.List;

/**
 * Finds the channels of industrial I/O devices, {@code /sys/bus/iio/devices/iio:device*}: weather sensors, converters,
 * accelerometers. A channel gives a finished number, {@code in_temp_input}, or one to be scaled, {@code in_temp_raw}.
 */
final class IioDevices {
    private static final String BUS = "/sys/bus/iio/devices/";

    private IioDevices() {}

    static void discover(Tree tree, Found found) {
        for (String device : tree.list(BUS)) {
            if (device.startsWith("iio:device")) {
                String directory = BUS + device + '/';
                String name = tree.readIfPresent(directory + "name");
                channels(tree, found, directory, name == null || name.isEmpty() ? device : name);
            }
        }
    }

    private static void channels(Tree tree, Found found, String directory, String device) {
        String base = found.claim("sensors/iio/" + Names.segment(device));
        List<String> files = tree.list(directory);
        for (String file : files) {
            if (file.startsWith("in_") && file.endsWith("_input")) {
                String channel = file.substring(3, file.length() - 6);
                String path = found.claim(base + '/' + Names.segment(channel));
                String title = title(device, channel);
                found.add(new FileSensor(tree, directory + file, path, title, measure(channel)));
            } else if (file.startsWith("in_") && file.endsWith("_raw")) {
                String channel = file.substring(3, file.length() - 4);
                if (!files.contains("in_" + channel + "_input")) {
                    String path = found.claim(base + '/' + Names.segment(channel));
                    found.add(new IioRawChannel(
                            tree, directory, channel, path, title(device, channel), measure(channel)));
                }
            }
        }
    }

    private static String title(String device, String channel) {
        return device + ' ' + channel;
    }

    /** The units of Linux' IIO interface: milli for temperature, humidity, voltage and current, kilo for pressure. */
    private static Measure measure(String channel) {
        String type = type(channel);
        return switch (type) {
            case "temp" -> Measure.of("temperature", Unit.CELSIUS, "1000");
            case "humidityrelative" -> Measure.of("humidity", Unit.HUMIDITY, "1000");
            case "pressure" -> Measure.of("pressure", Unit.PASCAL, "0.001");
            case "voltage" -> Measure.of("voltage", Unit.VOLT, "1000");
            case "current" -> Measure.of("current", Unit.AMPERE, "1000");
            case "power" -> Measure.of("power", Unit.WATT, "1000");
            case "energy" -> Measure.of("energy", Unit.JOULE, "1");
            case "illuminance" -> Measure.of("illuminance", Unit.LUX, "1");
            case "resistance" -> Measure.of("resistance", Unit.OHM, "1");
            case "capacitance" -> Measure.of("capacitance", Unit.FARAD, "1000000000");
            case "distance" -> Measure.of("distance", Unit.METER, "1");
            case "accel" -> Measure.of("acceleration", Unit.METER_PER_SECOND_SQUARED, "1");
            case "magn" -> Measure.of("magnetism", Unit.TESLA, "10000");
            default -> Measure.of(Names.segment(type), Unit.NONE, "1");
        };
    }

    /** What precedes number and modifier: {@code voltage} for {@code voltage0}, {@code accel} for {@code accel_x}. */
    static String type(String channel) {
        int end = 0;
        while (end < channel.length() && channel.charAt(end) >= 'a' && channel.charAt(end) <= 'z') {
            end++;
        }
        return channel.substring(0, end);
    }
}
