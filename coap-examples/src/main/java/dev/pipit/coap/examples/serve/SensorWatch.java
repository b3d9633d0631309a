package dev.pipit.coap.examples.serve;

import dev.pipit.coap.examples.sensors.Reading;
import dev.pipit.coap.examples.sensors.Sensor;
import dev.pipit.coap.examples.sensors.SensorException;
import dev.pipit.coap.resource.Observers;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at a sensor every second, but only while somebody observes it, and notifies when its readings are others. */
final class SensorWatch {
    private static final long INTERVAL_MILLIS = 1000;

    private final Supplier<@Nullable Sensor> sensor;
    private final long freshSeconds;
    private final Timer timer;
    private final Observers observers = Observers.create(this::begin, this::end);
    private @Nullable Look looking; // the hooks', of which one runs at a time

    /**
     * A watch.
     *
     * @param sensor the sensor as it is now; null where it is gone
     * @param freshSeconds Max-Age of the resource
     */
    SensorWatch(Supplier<@Nullable Sensor> sensor, long freshSeconds, Timer timer) {
        this.sensor = sensor;
        this.freshSeconds = freshSeconds;
        this.timer = timer;
    }

    Observers observers() {
        return observers;
    }

    private void begin() {
        looking = new Look(sensor, freshSeconds, observers::changed);
        timer.schedule(looking, INTERVAL_MILLIS, INTERVAL_MILLIS);
    }

    private void end() {
        if (looking != null) {
            looking.cancel();
            looking = null;
        }
    }

    /** What is done every second while there are observers. */
    static final class Look extends TimerTask {
        private final Supplier<@Nullable Sensor> sensor;
        private final long looksPerNotification;
        private final Runnable changed;
        private @Nullable List<Reading> before;
        private long unchanged;

        Look(Supplier<@Nullable Sensor> sensor, long freshSeconds, Runnable changed) {
            this.sensor = sensor;
            this.looksPerNotification = Math.max(1, freshSeconds - 1);
            this.changed = changed;
        }

        @Override
        public void run() {
            List<Reading> now = read();
            unchanged = before == null || now.equals(before) ? unchanged + 1 : 0;
            before = now;
            // RFC 7641 §4.3.1: "The server MAY wish to prevent that by sending a new notification with the unchanged
            // representation and a new Max-Age just before the Max-Age indicated earlier expires."
            if (unchanged % looksPerNotification == 0) {
                changed.run();
            }
        }

        /** None where it fails: its observers then get the error that a GET would. */
        private List<Reading> read() {
            Sensor current = sensor.get();
            try {
                return current == null ? List.of() : current.read();
            } catch (SensorException | RuntimeException e) { // a Timer ends with the first exception
                return List.of();
            }
        }
    }
}
