package dev.pipit.coap.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The datagrams that were sent on a {@link VirtualNetwork}: the latest 10,000 of them. */
public final class DatagramLog {
    private static final int MAX_ENTRIES = 10_000;

    private final Deque<LoggedDatagram> entries = new ArrayDeque<>();
    private long forgotten;

    DatagramLog() {}

    void add(LoggedDatagram datagram) {
        if (entries.size() == MAX_ENTRIES) {
            entries.removeFirst();
            forgotten++;
        }
        entries.addLast(datagram);
    }

    /** What was sent, oldest first. */
    public List<LoggedDatagram> all() {
        return List.copyOf(entries);
    }

    /** What was sent by a host, an IP address in text form. */
    public List<LoggedDatagram> from(String host) {
        return filter(datagram ->
                datagram.from().equals(Addresses.of(host, datagram.from().getPort())));
    }

    /** Those that satisfy a condition, oldest first. */
    public List<LoggedDatagram> filter(Predicate<LoggedDatagram> condition) {
        return entries.stream().filter(condition).toList();
    }

    /** How many datagrams were sent. */
    public long count() {
        return forgotten + entries.size();
    }

    /** Forgets what was sent so far. */
    public void clear() {
        entries.clear();
        forgotten = 0;
    }

    /** One line for each datagram, oldest first; for messages of failing tests. */
    @Override
    public String toString() {
        String lines = entries.stream().map(LoggedDatagram::toString).collect(Collectors.joining("\n"));
        return forgotten == 0 ? lines : "(" + forgotten + " more before)\n" + lines;
    }
}
