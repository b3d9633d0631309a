package dev.pipit.coap.examples.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.sensors.Reading;
import dev.pipit.coap.examples.sensors.Sensor;
import dev.pipit.coap.link.LinkFormat;
import dev.pipit.coap.resource.ResourceTree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensorTreeTest {
    private final ResourceTree resources = new ResourceTree();
    private final List<Sensor> plugged = new ArrayList<>();
    private final SensorTree tree = new SensorTree(resources, () -> List.copyOf(plugged));

    private record Thermometer(String path) implements Sensor {
        @Override
        public String title() {
            return "Temperature of " + path;
        }

        @Override
        public String resourceType() {
            return "temperature";
        }

        @Override
        public List<Reading> read() {
            return List.of(new Reading.Worded("", "warm"));
        }
    }

    private void plug(int count) {
        for (int i = 0; i < count; i++) {
            plugged.add(new Thermometer(String.format("sensors/temperature/%03d", i)));
        }
        tree.refresh();
    }

    private String list() {
        return LinkFormat.write(resources.links());
    }

    @Test
    void devicesComeAndGo() {
        plug(1);
        assertTrue(resources.find("/sensors/temperature/000").isPresent());

        plugged.clear();
        tree.refresh();
        assertFalse(resources.find("/sensors/temperature/000").isPresent());
        assertEquals("</sensors>;ct=40", list());
    }

    @Test
    void listsEverySensorHoweverManyThereAre() {
        plug(100);

        assertEquals(101, resources.links().size());
        assertTrue(list().contains("title=\"Temperature of"), this::list);
    }
}
