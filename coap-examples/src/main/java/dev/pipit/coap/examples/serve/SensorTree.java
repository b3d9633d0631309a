package dev.pipit.coap.examples.serve;

import dev.pipit.coap.examples.sensors.Sensor;
import dev.pipit.coap.link.Link;
import dev.pipit.coap.link.LinkFormat;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.resource.Discovery;
import dev.pipit.coap.resource.RequestContext;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceTree;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
    /** What fits one datagram (RFC 7252 §4.6), with room for header, token and options. */
    static final int MAX_LIST_BYTES = 1100;

    private static final Logger LOG = LoggerFactory.getLogger(SensorTree.class);

    private final ResourceTree tree;
    private final Supplier<List<Sensor>> discovery;
    private final PrintStream err;
    private volatile Map<String, Sensor> sensors = Map.of();
    private Detail detail = Detail.FULL;
    private boolean warned;

    /** How much links say of sensors: less where the list would not fit. */
    enum Detail {
        FULL,
        WITHOUT_TITLES,
        TYPES
    }

    SensorTree(ResourceTree tree, Supplier<List<Sensor>> discovery, PrintStream err) {
        this.tree = tree;
        this.discovery = discovery;
        this.err = err;
        tree.add("/", Resource.builder().get(context -> index()).hidden().build());
        tree.add(
                "/sensors",
                Resource.builder()
                        .get(context -> Discovery.respond(context, tree.links("/sensors")))
                        .contentFormats(ContentFormat.LINK_FORMAT)
                        .build());
        tree.remove(Discovery.PATH);
        tree.add(
                Discovery.PATH,
                Resource.builder()
                        .get(this::list)
                        .contentFormats(ContentFormat.LINK_FORMAT)
                        .hidden()
                        .build());
    }

    /** The list of all resources; where it does not fit, /sensors stands for the sensors, unless a filter finds few. */
    private Response list(RequestContext context) {
        Response all = Discovery.respond(context, tree.links());
        if (all.payload().length <= MAX_LIST_BYTES || !context.request().query().isEmpty()) {
            return all;
        }
        List<Link> others = tree.links().stream()
                .filter(link -> !sensors.containsKey(link.target()))
                .toList();
        return Discovery.respond(context, others);
    }

    /** Looks for sensors now, and again and again. */
    void start(Duration interval) {
        refresh();
        Timer timer = new Timer("coap-sensors", true);
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
        if (!come.isEmpty() || !gone.isEmpty()) {
            fit();
        }
    }

    private Resource resource(String path) {
        return SensorResource.of(path, () -> sensors.get(path), detail);
    }

    /** Chooses the most detailed list that fits. */
    private void fit() {
        for (Detail each : Detail.values()) {
            if (each != detail) {
                detail = each;
                sensors.keySet().forEach(path -> {
                    tree.remove(path);
                    tree.add(path, resource(path));
                });
            }
            if (listBytes() <= MAX_LIST_BYTES) {
                return;
            }
        }
        if (!warned) {
            warned = true;
            err.println(
                    "coap serve: links to " + sensors.size() + " sensors do not fit a datagram: without a filter such"
                            + " as ?rt=temperature, /.well-known/core has only /sensors");
        }
    }

    private int listBytes() {
        return LinkFormat.write(tree.links()).getBytes(StandardCharsets.UTF_8).length;
    }

    /** What is here, for people: as many paths as fit. */
    private Response index() {
        StringBuilder text = new StringBuilder("A CoAP server of sensors. Its resources:\n");
        sensors.keySet().stream().sorted().forEach(path -> {
            if (text.length() + path.length() < MAX_LIST_BYTES - 20) {
                text.append(path).append('\n');
            }
        });
        return Response.content(text.append("/.well-known/core\n").toString());
    }
}
