package dev.pipit.coap.examples.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.examples.sensors.Reading;
import dev.pipit.coap.examples.sensors.Sensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensorWatchTest {
    private String state = "cold";
    private int notifications;
    private final SensorWatch.Look look = new SensorWatch.Look(Door::new, 5, () -> notifications++);

    private final class Door implements Sensor {
        @Override
        public String path() {
            return "sensors/door";
        }

        @Override
        public String title() {
            return "Door";
        }

        @Override
        public String resourceType() {
            return "door";
        }

        @Override
        public List<Reading> read() {
            return List.of(new Reading.Worded("", state));
        }
    }

    private int look(int times) {
        notifications = 0;
        for (int i = 0; i < times; i++) {
            look.run();
        }
        return notifications;
    }

    @Test
    void notifiesOfEachChange() {
        look(1);

        state = "warm";
        assertEquals(1, look(1));
        assertEquals(0, look(1));
        state = "cold";
        assertEquals(1, look(1));
    }

    @Test
    void notifiesOfWhatDoesNotChangeBeforeMaxAgeIsOver() {
        assertEquals(0, look(3));
        assertEquals(1, look(1));
        assertEquals(0, look(3));
        assertEquals(1, look(1));
    }

    @Test
    void sensorThatIsGoneIsAChange() {
        Sensor[] sensor = {new Door()};
        SensorWatch.Look gone = new SensorWatch.Look(() -> sensor[0], 5, () -> notifications++);
        gone.run();

        sensor[0] = null;
        gone.run();

        assertEquals(1, notifications);
    }
}
