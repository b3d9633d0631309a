package dev.pipit.coap.examples.sensors;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.StringTokenizer;

/**
 * The share of processor time in use, 0 to 1, over the time since the last reading; the first reading covers the time
 * since the machine started. Readings within 0.1 s of each other (10 ticks) share a value, so that two clients asking
 * at once do not each get half a measurement.
 */
final class CpuSensor implements Sensor {
    static final String FILE = "/proc/stat";

    private final Tree tree;
    private Ticks last = new Ticks(0, 0);
    private BigDecimal usage = BigDecimal.ZERO;

    CpuSensor(Tree tree) {
        this.tree = tree;
    }

    @Override
    public String path() {
        return "sensors/cpu";
    }

    @Override
    public String title() {
        return "Processor time in use";
    }

    @Override
    public String resourceType() {
        return "cpu";
    }

    @Override
    public List<Reading> read() throws SensorException {
        return List.of(new Reading.Measured("", usage(ticks(tree.firstLine(FILE))), Unit.RATIO));
    }

    private synchronized BigDecimal usage(Ticks now) {
        long total = now.total - last.total;
        if (total < 0 || total >= MIN_TICKS) {
            // The kernel's idle counters can step back a little.
            long idle = Math.max(0, Math.min(total, now.idle - last.idle));
            usage = total < 0
                    ? BigDecimal.ZERO
                    : BigDecimal.valueOf(total - idle).divide(BigDecimal.valueOf(total), new MathContext(4));
            last = now;
        }
        return usage;
    }

    private static Ticks ticks(String line) throws SensorException {
        StringTokenizer words = new StringTokenizer(line);
        if (words.countTokens() < 5 || !words.nextToken().equals("cpu")) {
            throw SensorException.unexpected(FILE, line, "cpu and its ticks");
        }
        long total = 0;
        long idle = 0;
        // user nice system idle iowait irq softirq steal; the guest ticks that follow are part of user and nice.
        for (int i = 0; i < 8 && words.hasMoreTokens(); i++) {
            long ticks = Decimals.whole(FILE, words.nextToken());
            total += ticks;
            if (i == 3 || i == 4) {
                idle += ticks;
            }
        }
        return new Ticks(total, idle);
    }

    private record Ticks(long total, long idle) {}

    private static final long MIN_TICKS = 10;
}
