package dev.pipit.coap.reliability;

import dev.pipit.coap.event.Counters;
import dev.pipit.coap.message.IpLiteral;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerTable;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Random;
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

/** The duplicate filter with a million messages of a thousand peers in it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class DuplicateBenchmark {
    private static final int PEERS = 1000;
    private static final long LIFETIME_NANOS = 247_000_000_000L;

    /** How many messages are remembered. */
    @Param({"1000", "1000000"})
    private int remembered;

    private final DuplicateFilter filter = new DuplicateFilter(1L << 30, new Counters(), new Random(1));
    private final PeerTraffic[] peers = new PeerTraffic[PEERS];
    private final byte[] answer = new byte[24];
    private long count;
    private int hits;
    private long stepNanos;

    /** Fills it evenly over the lifetime of a message ID. */
    @Setup
    public void fill() {
        PeerTable table = new PeerTable(PEERS, LIFETIME_NANOS, new Random(1));
        for (int i = 0; i < PEERS; i++) {
            InetSocketAddress address =
                    new InetSocketAddress(IpLiteral.parse("127.0.0.1").orElseThrow(), 10_000 + i);
            peers[i] = new PeerTraffic(Objects.requireNonNull(table.touch(address, PeerIdentity.NONE, 0)));
        }
        stepNanos = LIFETIME_NANOS / remembered;
        for (int i = 0; i < remembered; i++) {
            missAndStore();
        }
    }

    /** A message that is new, and its answer; the oldest goes. */
    @Benchmark
    public int missAndStore() {
        PeerTraffic peer = peers[(int) (count % PEERS)];
        int messageId = (int) (count / PEERS) & 0xffff;
        long now = count * stepNanos;
        count++;
        if (filter.find(peer, messageId, now) == DuplicateFilter.NONE) {
            filter.add(peer, messageId, now, LIFETIME_NANOS);
            filter.answer(peer, messageId, answer);
        }
        return filter.size();
    }

    /** A duplicate of what came in the last half of the lifetime, and the answer that it gets. */
    @Benchmark
    public byte[] hit() {
        long before = count - 1 - (hits++ & 0x7fffffff) % (remembered / 2);
        return filter.answer(
                filter.find(peers[(int) (before % PEERS)], (int) (before / PEERS) & 0xffff, (count - 1) * stepNanos));
    }
}
