package dev.pipit.coap.examples.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** How busy this generator is, and the machine that it runs on. */
final class CpuMeter {
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final EventLoops loops;
    private long beganNanos;
    private long processNanos;
    private long[] loopNanos;

    CpuMeter(EventLoops loops) {
        this.loops = loops;
        this.loopNanos = loops.cpuNanos();
        begin();
    }

    /** The measured time begins. */
    final void begin() {
        beganNanos = System.nanoTime();
        processNanos = system.getProcessCpuTime();
        loopNanos = loops.cpuNanos();
        // What is asked for later is the load since now.
        double ignored = system.getCpuLoad();
    }

    /** The load since it began. */
    CpuLoad read() {
        double wall = Math.max(1, System.nanoTime() - beganNanos);
        long[] now = loops.cpuNanos();
        double[] shares = new double[now.length];
        Arrays.setAll(shares, i -> (now[i] - loopNanos[i]) / wall);
        return new CpuLoad(
                (system.getProcessCpuTime() - processNanos) / wall,
                Arrays.stream(shares).max().orElse(0),
                Math.max(0, system.getCpuLoad()),
                loops.count(),
                Runtime.getRuntime().availableProcessors());
    }
}
