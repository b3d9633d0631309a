package dev.pipit.coap.examples.serve;

import dev.pipit.coap.examples.sensors.Sensor;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.resource.Discovery;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceTree;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources for a machine's sensors, kept as the devices are: one for each sensor, {@code /sensors} with links to
 * them, and an index for people at {@code /}.
 */
final class SensorTree {
    private static final Logger LOG = LoggerFactory.getLogger(SensorTree.class);

    private final ResourceTree tree;
    private final Supplier<List<Sensor>> discovery;
    private final Timer timer = new Timer("coap-sensors", true);
    private volatile Map<String, Sensor> sensors = Map.of();

    SensorTree(ResourceTree tree, Supplier<List<Sensor>> discovery) {
        this.tree = tree;
        this.discovery = discovery;
        tree.add("/", Resource.builder().get(context -> index()).hidden().build());
        tree.add(
                "/sensors",
                Resource.builder()
                        .get(context -> Discovery.respond(context, tree.links("/sensors")))
                        .contentFormats(ContentFormat.LINK_FORMAT)
                        .build());
    }

    /** Looks for sensors now, and again and again. */
    void start(Duration interval) {
        refresh();
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        tryRefresh();
                    }
                },
                interval.toMillis(),
                interval.toMillis());
    }

    private void tryRefresh() {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.warn("cannot look for sensors; trying again later", e);
        }
    }

    /** Adds what has been plugged in, and removes what is gone. */
    synchronized void refresh() {
        Map<String, Sensor> found = new HashMap<>();
        discovery.get().forEach(sensor -> found.put("/" + sensor.path(), sensor));
        Set<String> gone = new HashSet<>(sensors.keySet());
        gone.removeAll(found.keySet());
        Set<String> come = new HashSet<>(found.keySet());
        come.removeAll(sensors.keySet());
        sensors = Map.copyOf(found);
        gone.forEach(tree::remove);
        come.forEach(path -> tree.add(path, resource(path)));
    }

    private Resource resource(String path) {
        return SensorResource.of(path, () -> sensors.get(path), timer);
    }

    /** What is here, for people. */
    private Response index() {
        StringBuilder text = new StringBuilder("A CoAP server of sensors. Its resources:\n");
        sensors.keySet().stream().sorted().forEach(path -> text.append(path).append('\n'));
        return Response.content(text.append("/.well-known/core\n").toString());
    }
}
