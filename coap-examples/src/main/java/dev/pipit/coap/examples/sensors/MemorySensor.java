package dev.pipit.coap.examples.sensors;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Memory and swap space: how much there is and how much is left. */
record MemorySensor(Tree tree) implements Sensor {
    static final String FILE = "/proc/meminfo";

    @Override
    public String path() {
        return "sensors/memory";
    }

    @Override
    public String title() {
        return "Memory";
    }

    @Override
    public String resourceType() {
        return "memory";
    }

    @Override
    public List<Reading> read() throws SensorException {
        List<Reading> readings = new ArrayList<>();
        StringTokenizer lines = new StringTokenizer(tree.read(FILE), "\n");
        while (lines.hasMoreTokens()) {
            String line = lines.nextToken();
            int colon = line.indexOf(':');
            String name = colon < 0 ? null : name(line.substring(0, colon));
            if (name != null) {
                readings.add(new Reading.Measured(name, bytes(line, colon + 1), Unit.BYTE));
            }
        }
        if (readings.isEmpty()) {
            throw new SensorException(FILE + ": no MemTotal (expected: lines such as \"MemTotal: 948304 kB\")", null);
        }
        return readings;
    }

    private static BigDecimal bytes(String line, int from) throws SensorException {
        String amount = line.substring(from).strip();
        if (!amount.endsWith(" kB")) {
            throw SensorException.unexpected(FILE, line, "an amount in kB");
        }
        // The kernel writes kB and means KiB.
        return Decimals.decimal(FILE, amount.substring(0, amount.length() - 3).strip())
                .multiply(KIB);
    }

    private static @Nullable String name(String kernelName) {
        return switch (kernelName) {
            case "MemTotal" -> "total";
            case "MemFree" -> "free";
            case "MemAvailable" -> "available";
            case "SwapTotal" -> "swapTotal";
            case "SwapFree" -> "swapFree";
            default -> null;
        };
    }

    private static final BigDecimal KIB = BigDecimal.valueOf(1024);
}
