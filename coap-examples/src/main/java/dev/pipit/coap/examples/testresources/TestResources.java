package dev.pipit.coap.examples.testresources;

import dev.pipit.coap.resource.ResourceTree;
import java.time.Clock;
import java.time.Duration;

/** All that {@code coap serve --plugtest} adds. */
public final class TestResources {
    private static final Duration SEPARATE_DELAY = Duration.ofSeconds(2);

    private TestResources() {}

    /** Adds them to a tree; they tell the time of a clock, and go by a clockwork. */
    public static void addTo(ResourceTree tree, Clock clock, Clockwork clockwork) {
        SimpleResources.addTo(tree);
        new PlugtestResources(SEPARATE_DELAY, clockwork).addTo(tree);
        new LibcoapResources(clock, clockwork).addTo(tree);
    }
}
