package dev.pipit.coap.examples.sensors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the channels of hardware monitoring chips, {@code /sys/class/hwmon/hwmon*}. A channel is a group of files,
 * {@code temp1_input}, {@code temp1_label}, {@code temp1_fault}; its kind and number lead to its unit.
 */
final class HwmonChips {
    private static final String CLASS = "/sys/class/hwmon/";

    private HwmonChips() {}

    static void discover(Tree tree, Found found) {
        for (String chip : tree.list(CLASS)) {
            String directory = CLASS + chip + '/';
            String name = tree.readIfPresent(directory + "name");
            List<String> files = tree.list(directory);
            for (String file : files) {
                if (file.endsWith(INPUT)) {
                    channel(tree, found, directory + file, name == null ? chip : name);
                } else if (file.endsWith(AVERAGE) && !files.contains(before(file, AVERAGE) + INPUT)) {
                    channel(tree, found, directory + file, name == null ? chip : name);
                } else if (file.endsWith(ALARM) && !files.contains(file.substring(0, file.indexOf('_')) + INPUT)) {
                    // A chip that only warns, as the Raspberry Pi's does of too low a voltage.
                    alarm(tree, found, directory + file, name == null ? chip : name);
                }
            }
        }
    }

    private static void channel(Tree tree, Found found, String file, String chip) {
        String channel = file.substring(file.lastIndexOf('/') + 1, file.lastIndexOf('_'));
        Measure measure = measure(channel);
        if (measure == null) {
            return;
        }
        String prefix = before(file, file.endsWith(INPUT) ? INPUT : AVERAGE);
        String label = tree.readIfPresent(prefix + "_label");
        String shown = label == null || label.isEmpty() ? channel : label;
        String kind = measure.resourceType();
        String path = found.claim("sensors/" + kind + '/' + Names.segment(chip + '-' + shown));
        String title = Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + " of " + chip + ' ' + shown;
        found.add(new HwmonChannel(new FileSensor(tree, file, path, title, measure), prefix + "_fault"));
    }

    private static void alarm(Tree tree, Found found, String file, String chip) {
        String name = before(file.substring(file.lastIndexOf('/') + 1), ALARM);
        String path = found.claim("sensors/alarm/" + Names.segment(chip + '-' + name));
        found.add(new AlarmSensor(tree, file, path, "Alarm of " + chip + ' ' + name));
    }

    /** The units of Linux' hwmon interface: milli for most, micro for power and energy. */
    private static @Nullable Measure measure(String channel) {
        int end = channel.length();
        while (end > 0 && Names.isDigit(channel.charAt(end - 1))) {
            end--;
        }
        return switch (channel.substring(0, end)) {
            case "temp" -> Measure.of("temperature", Unit.CELSIUS, "1000");
            case "in" -> Measure.of("voltage", Unit.VOLT, "1000");
            case "curr" -> Measure.of("current", Unit.AMPERE, "1000");
            case "power" -> Measure.of("power", Unit.WATT, "1000000");
            case "energy" -> Measure.of("energy", Unit.JOULE, "1000000");
            case "humidity" -> Measure.of("humidity", Unit.HUMIDITY, "1000");
            case "fan" -> Measure.of("fan", Unit.TURNS_PER_SECOND, "60");
            case "freq" -> Measure.of("frequency", Unit.HERTZ, "1");
            default -> null;
        };
    }

    private static String before(String file, String suffix) {
        return file.substring(0, file.length() - suffix.length());
    }

    private static final String INPUT = "_input";
    private static final String AVERAGE = "_average";
    private static final String ALARM = "_alarm";
}
