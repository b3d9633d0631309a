package dev.pipit.coap.examples.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.sensors.Reading;
import dev.pipit.coap.examples.sensors.Sensor;
import dev.pipit.coap.link.LinkFormat;
import dev.pipit.coap.resource.ResourceTree;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensorTreeTest {
    private final ResourceTree resources = new ResourceTree();
    private final List<Sensor> plugged = new ArrayList<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final SensorTree tree =
            new SensorTree(resources, () -> List.copyOf(plugged), new PrintStream(err, true, StandardCharsets.UTF_8));

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
    void linksSayAsMuchAsFits() {
        plug(2);
        assertTrue(list().contains("title=\"Temperature of"), this::list);

        plugged.clear();
        plug(12);
        assertFalse(list().contains("title"), this::list);
        assertTrue(list().contains("ct=\"0 50 110\""), this::list);

        plugged.clear();
        plug(20);
        assertFalse(list().contains("ct=\"0"), this::list);
        assertTrue(list().contains("rt=\"temperature\""), this::list);
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void listFitsAgainWhenDevicesAreGone() {
        plug(20);
        plugged.subList(2, 20).clear();
        tree.refresh();

        assertTrue(list().contains("title=\"Temperature of"), this::list);
    }

    @Test
    void saysOnceThatTheListDoesNotFit() {
        plug(100);
        plugged.remove(0);
        tree.refresh();

        assertTrue(resources.find("/sensors/temperature/099").isPresent());
        assertEquals(
                "coap serve: links to 100 sensors do not fit a datagram: without a filter such as ?rt=temperature,"
                        + " /.well-known/core has only /sensors\n",
                err.toString(StandardCharsets.UTF_8));
    }
}
