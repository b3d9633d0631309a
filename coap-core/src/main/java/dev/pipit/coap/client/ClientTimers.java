package dev.pipit.coap.client;

import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.timer.Deadline;
import dev.pipit.coap.transport.Binding;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Tasks that wait for their time among the deadlines of the client's event loop. Safe for use by any thread. */
final class ClientTimers {
    private final Supplier<Binding> binding;
    private final Set<Timer> waiting = ConcurrentHashMap.newKeySet();

    ClientTimers(Supplier<Binding> binding) {
        this.binding = binding;
    }

    /** Runs a task on the event loop after a while, or when the client is closed. */
    void later(Duration delay, Runnable task) {
        Timer timer = new Timer(task);
        waiting.add(timer);
        boolean taken;
        try {
            Binding where = binding.get();
            taken = where.execute(now -> where.endpoint().schedule(timer, now + delay.toNanos()));
        } catch (EndpointClosedException closed) {
            taken = false;
        }
        if (!taken) {
            timer.run();
        }
    }

    /** Runs all that waits; the client is closed. */
    void close() {
        List.copyOf(waiting).forEach(Timer::run);
    }

    private final class Timer extends Deadline {
        private final Runnable task;

        Timer(Runnable task) {
            this.task = task;
        }

        @Override
        protected void expire(long nowNanos) {
            run();
        }

        void run() {
            if (waiting.remove(this)) {
                task.run();
            }
        }
    }
}
