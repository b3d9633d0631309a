package dev.pipit.coap.resource;

import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Options;
import java.util.SplittableRandom;
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

/** From a path to its resource, in trees of several sizes; the paths come in no order. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RouterBenchmark {
    private static final int PATHS = 1 << 14;
    private static final int ROOMS = 50;

    /** How many resources there are. */
    @Param({"10", "1000", "100000"})
    private int resources;

    private final ResourceTree tree = new ResourceTree();
    private final RequestPath path = new RequestPath();
    private final Options[] literal = new Options[PATHS];
    private final Options[] template = new Options[PATHS];
    private int next;

    /** Half of the resources have a variable in their path. */
    @Setup
    public void fill() {
        Resource resource =
                Resource.builder().get(context -> Response.content("")).build();
        for (int i = 0; i < resources / 2; i++) {
            tree.add(house(i) + "/temperature", resource);
            tree.add(house(i) + "/sensors/{id}", resource);
        }
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < PATHS; i++) {
            String house = house(random.nextInt(resources / 2));
            literal[i] = Request.get(house + "/temperature").options();
            template[i] = Request.get(house + "/sensors/" + i).options();
        }
    }

    private static String house(int number) {
        return "/house" + number / ROOMS + "/room" + number % ROOMS;
    }

    /** A path of literal segments. */
    @Benchmark
    public Object literal() {
        return tree.match(path, literal[next++ % PATHS]);
    }

    /** A path that ends in a variable. */
    @Benchmark
    public Object template() {
        return tree.match(path, template[next++ % PATHS]);
    }
}
