package dev.pipit.coap.endpoint;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a GET costs from datagram to datagram, without sockets, where much is there already.
 *
 * <p>Bars, with the system's share of a request: 100,000 peers at most 1.25 times 1,000; 100,000 resources 1.1 times 10;
 * 100,000 observers nothing more.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class GrowthBenchmark {
    /** Peers, resources, observers. */
    @Param({"1000,10,0", "100000,10,0", "1000,100000,0", "100000,10,100000"})
    private String size;

    private CrowdedServer server;

    /** Lets all that come, and register. */
    @Setup
    public void fill() {
        String[] sizes = size.split(",");
        server = new CrowdedServer(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2]));
    }

    /** One request and its answer. */
    @Benchmark
    public long get() {
        return server.get();
    }
}
