package dev.pipit.coap.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How busy the generator was.
 *
 * @param process cores' worth of CPU time that it took: 1.5 for one and a half
 * @param busiestLoop the share of the time for which its busiest event loop was at work, 0 to 1
 * @param machine the share of all cores that was at work for anybody, 0 to 1
 * @param loops how many event loops it has
 * @param cores how many cores it may use
 */
public record CpuLoad(double process, double busiestLoop, double machine, int loops, int cores) {
    private static final double MUCH_OF_A_LOOP = 0.8;
    private static final double MUCH_OF_A_MACHINE = 0.9;

    /** Why the generator, and not the server, may be what was measured; empty where nothing says so. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (busiestLoop >= MUCH_OF_A_LOOP) {
            String advice = loops < cores ? "; --loops " + (loops + 1) + " takes more cores" : "";
            warnings.add("an event loop of this generator was at work for " + percent(busiestLoop)
                    + " of the time: it, and not the server, may be what was measured" + advice);
        }
        if (process >= MUCH_OF_A_MACHINE * cores) {
            warnings.add("this generator took nearly all of the machine's cores: it is what was measured");
        } else if (machine >= MUCH_OF_A_MACHINE) {
            warnings.add("the machine that this generator runs on was busy to " + percent(machine)
                    + ": what else runs here, the server perhaps, and the generator slowed each other down");
        }
        return warnings;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
