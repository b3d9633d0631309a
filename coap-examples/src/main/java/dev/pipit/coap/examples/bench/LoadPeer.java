package dev.pipit.coap.examples.bench;

import java.util.ArrayList;
import java.util.List;

/** One client as the load has it: when the message IDs of its port are used up, it goes on with another port. */
final class LoadPeer {
    private final LoadTarget target;
    private final EventLoops loops;
    private final int mostIds;
    private final List<Connection> before = new ArrayList<>();
    private volatile Connection connection;

    LoadPeer(LoadTarget target, EventLoops loops, int mostIds) {
        this.mostIds = mostIds;
        this.target = target;
        this.loops = loops;
        connection = new Connection(target, loops, mostIds);
    }

    Connection connection() {
        return connection;
    }

    /** Takes another port where this one is used up. By the pacing thread alone: a socket cannot be opened on a loop. */
    void renew() {
        if (connection.isUsedUp()) {
            // What is over is closed here, and the latest port later: as long as one is open, so is the event loop.
            before.forEach(Connection::closeWhenIdle);
            before.add(connection);
            connection = new Connection(target, loops, mostIds);
        }
    }

    /** How many requests wait for an answer, on all ports so far. */
    int inFlight() {
        return before.stream().mapToInt(Connection::inFlight).sum() + connection.inFlight();
    }

    int ports() {
        return before.size() + 1;
    }

    long retransmissions() {
        return before.stream().mapToLong(Connection::retransmissions).sum() + connection.retransmissions();
    }

    void close() {
        before.forEach(Connection::close);
        connection.close();
    }
}
