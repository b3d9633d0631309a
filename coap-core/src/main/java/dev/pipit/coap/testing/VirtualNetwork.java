package dev.pipit.coap.testing;

import dev.pipit.coap.testing.LoggedDatagram.Fate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A network that exists in memory, with a clock of its own: an hour of it passes in an instant, and with the same seed
 * everything happens in the same way at the same time again.
 *
 * <pre>{@code
 * VirtualNetwork network = new VirtualNetwork(1);
 * network.conditions(LinkConditions.PERFECT.loss(0.3).jitter(Duration.ofMillis(200)));
 * CoapEndpoint endpoint = network.host("192.0.2.1").endpoint(5683, EndpointConfig.DEFAULT, receiver);
 * WireScript peer = network.script("192.0.2.2:61616", "192.0.2.1:5683");
 * }</pre>
 *
 * <p>Time starts at 0 and passes only in {@link #run}, {@link #runUntilQuiet} and where a {@link WireScript} waits. To
 * be used by one thread; only {@link dev.pipit.coap.transport.Binding#execute} may be called by others. Nothing that
 * blocks can wait for an answer here, since nobody makes the time pass meanwhile: use the asynchronous calls, and run.
 */
public final class VirtualNetwork {
    private static final Duration MAX_UNTIL_QUIET = Duration.ofHours(1);
    private static final int MAX_STEPS_AT_ONCE = 1_000_000;
    private static final long MAX_HOLD_UP_NANOS = 1_000_000_000L;

    private final SplittableRandom random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Map<InetSocketAddress, VirtualNode> nodes = new LinkedHashMap<>();
    private final Map<InetAddress, VirtualTransport> hosts = new HashMap<>();
    private final Links links = new Links();
    private final DatagramLog log = new DatagramLog();
    private boolean reportsUnreachable;
    private long nowNanos;
    private long sequence;
    private int stepsAtOnce;
    private volatile @Nullable Thread runner;

    private record Event(long atNanos, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /** A network whose chances are decided by the seed: same seed, same course of events. */
    public VirtualNetwork(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The host with this IP address, an IPv4 or IPv6 literal; made when it is asked for first. */
    public VirtualTransport host(String address) {
        return hosts.computeIfAbsent(Addresses.host(address), host -> new VirtualTransport(this, host));
    }

    /** A scripted peer at one address and port, which talks to another: both as "192.0.2.1:5683". */
    public WireScript script(String at, String with) {
        return new WireScript(this, Addresses.parse(at), Addresses.parse(with), new WireVariables());
    }

    /** Sets what happens to datagrams wherever no {@link #link} says otherwise. */
    public VirtualNetwork conditions(LinkConditions value) {
        links.setOtherwise(value);
        return this;
    }

    /** Sets what happens to datagrams from one host to another; the way back is another link. */
    public VirtualNetwork link(String from, String to, LinkConditions value) {
        links.set(from, to, value);
        return this;
    }

    /** Lets nothing through between two hosts, in either direction. */
    public VirtualNetwork partition(String one, String other) {
        return link(one, other, LinkConditions.BLACKHOLE).link(other, one, LinkConditions.BLACKHOLE);
    }

    /** Ends what {@link #link} and {@link #partition} said of two hosts, in both directions. */
    public VirtualNetwork heal(String one, String other) {
        links.reset(one, other);
        links.reset(other, one);
        return this;
    }

    /** Loses the next datagrams from one host to another, so many of them. */
    public VirtualNetwork dropNext(String from, String to, int count) {
        links.dropNext(from, to, count);
        return this;
    }

    /** Whether a sender hears when nobody listens where its datagram arrived (ICMP port unreachable); at first not. */
    public VirtualNetwork reportUnreachable(boolean value) {
        reportsUnreachable = value;
        return this;
    }

    /** The time, in nanoseconds since the network was made. */
    public long now() {
        return nowNanos;
    }

    /** The datagrams that were sent. */
    public DatagramLog log() {
        nodes.values().forEach(VirtualNode::flush);
        return log;
    }

    /** Lets time pass, and whatever is due happen. */
    public void run(Duration duration) {
        runUntil(() -> false, duration);
    }

    /**
     * Runs until nothing is on its way and nobody owes or expects anything: no datagram travels, every request has its
     * response or failure. What endpoints remember for a while is no reason to run on.
     *
     * @throws IllegalStateException if that takes more than an hour
     */
    public void runUntilQuiet() {
        long end = nowNanos + MAX_UNTIL_QUIET.toNanos();
        drive(() -> {
            while (!isQuiet()) {
                if (!step(end)) {
                    throw new IllegalStateException("not quiet after " + MAX_UNTIL_QUIET + ":\n" + log);
                }
            }
        });
    }

    /**
     * Does something later, in the course of {@link #run}: what a timer of the application would do. Until then the
     * network is not quiet.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    public void schedule(Duration delay, Runnable task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: 0 or more)");
        }
        after(delay.toNanos(), task);
    }

    private boolean isQuiet() {
        return events.isEmpty() && tasks.isEmpty() && nodes.values().stream().allMatch(VirtualNode::isQuiet);
    }

    private void drive(Runnable course) {
        if (runner != null) {
            throw new IllegalStateException("the network is running already (expected: no run within a handler)");
        }
        nodes.values().forEach(VirtualNode::flush);
        runner = Thread.currentThread();
        try {
            course.run();
        } finally {
            runner = null;
        }
    }

    /** Runs until the condition holds or the time is up. */
    void runUntil(BooleanSupplier condition, Duration most) {
        long end = nowNanos + most.toNanos();
        drive(() -> {
            while (!condition.getAsBoolean()) {
                if (!step(end)) {
                    nowNanos = end;
                    return;
                }
            }
        });
    }

    /** Does the next thing that is due until then; false where there is none. */
    private boolean step(long endNanos) {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
            return true;
        }
        VirtualNode due = null;
        long deadline = Long.MAX_VALUE;
        for (VirtualNode node : nodes.values()) {
            if (node.nextDeadline() < deadline) {
                deadline = node.nextDeadline();
                due = node;
            }
        }
        Event event = events.peek();
        long at = Math.max(nowNanos, Math.min(deadline, event == null ? Long.MAX_VALUE : event.atNanos));
        if (at > endNanos || (event == null && due == null)) {
            return false;
        }
        advance(at);
        if (event != null && event.atNanos <= at) {
            events.remove(event);
            event.action.run();
        } else if (due != null) {
            due.handleTimeout(nowNanos);
        }
        return true;
    }

    private void advance(long at) {
        stepsAtOnce = at == nowNanos ? stepsAtOnce + 1 : 0;
        if (stepsAtOnce > MAX_STEPS_AT_ONCE) {
            throw new IllegalStateException("time stands still at " + nowNanos / 1e9 + " s:\n" + log);
        }
        nowNanos = at;
    }

    /** Runs a task soon, in the course of {@link #run}. From any thread. */
    void execute(Runnable task) {
        tasks.add(task);
    }

    /** Whether the calling thread makes the time pass. */
    boolean isRunning() {
        return Thread.currentThread() == runner;
    }

    /** A source of chance for an endpoint. */
    RandomGenerator splitRandom() {
        return random.split();
    }

    void attach(InetSocketAddress address, VirtualNode node) {
        if (nodes.putIfAbsent(address, node) != null) {
            throw new IllegalStateException(LoggedDatagram.describe(address) + " is taken already");
        }
    }

    boolean isTaken(InetSocketAddress address) {
        return nodes.containsKey(address);
    }

    void detach(InetSocketAddress address, VirtualNode node) {
        nodes.remove(address, node);
    }

    void rename(VirtualTransport host, InetAddress from, InetAddress to) {
        if (hosts.putIfAbsent(to, host) != null) {
            throw new IllegalStateException(to.getHostAddress() + " is taken already");
        }
        hosts.remove(from);
    }

    /** Puts a datagram on its way. */
    void transmit(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
        LinkConditions on = links.conditions(from.getAddress(), to.getAddress());
        if (links.takeDrop(from.getAddress(), to.getAddress()) || happens(on.loss())) {
            log.add(new LoggedDatagram(nowNanos, from, to, bytes, Fate.LOST));
            return;
        }
        travel(from, to, bytes, on, Fate.SENT);
        for (double more = on.duplication(); happens(more); more--) {
            travel(from, to, bytes, on, Fate.DUPLICATE);
        }
    }

    private void travel(InetSocketAddress from, InetSocketAddress to, byte[] bytes, LinkConditions on, Fate sent) {
        boolean corrupted = bytes.length > 0 && happens(on.corruption());
        byte[] arriving = corrupted ? corrupt(bytes) : bytes.clone();
        log.add(new LoggedDatagram(nowNanos, from, to, bytes, corrupted ? Fate.CORRUPTED : sent));
        long delay = on.delay().toNanos()
                + upTo(on.jitter().toNanos())
                + (happens(on.reordering()) ? upTo(MAX_HOLD_UP_NANOS) : 0);
        after(delay, () -> arrive(from, to, arriving, on));
    }

    private void arrive(InetSocketAddress from, InetSocketAddress to, byte[] bytes, LinkConditions on) {
        VirtualNode receiver = nodes.get(to);
        if (receiver != null) {
            receiver.handleDatagram(from, bytes, nowNanos);
        } else if (reportsUnreachable) {
            after(on.delay().toNanos(), () -> {
                VirtualNode sender = nodes.get(from);
                if (sender != null) {
                    sender.handleUnreachable(to, nowNanos);
                }
            });
        }
    }

    private void after(long delayNanos, Runnable action) {
        events.add(new Event(nowNanos + delayNanos, sequence++, action));
    }

    private byte[] corrupt(byte[] bytes) {
        byte[] corrupted = bytes.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            corrupted[random.nextInt(corrupted.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return corrupted;
    }

    private boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    private long upTo(long nanos) {
        return nanos == 0 ? 0 : random.nextLong(nanos + 1);
    }
}
