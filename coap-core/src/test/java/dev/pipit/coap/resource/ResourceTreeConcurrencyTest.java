package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Response;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ResourceTreeConcurrencyTest {
    private static final int ROUNDS = 20_000;

    private final ResourceTree tree = new ResourceTree();
    private final Resource resource =
            Resource.builder().get(context -> Response.content("")).build();

    /** The writer has /a/1 served all the time, now by one path and now by the other. */
    @Test
    void readersSeeTheTreeAsItWasAtOneMoment() throws Exception {
        tree.add("/a/1", resource);
        runTogether(
                () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        tree.add("/a/{id}", resource);
                        tree.remove("/a/1");
                        tree.add("/a/1", resource);
                        tree.remove("/a/{id}");
                    }
                    return null;
                },
                () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        assertTrue(tree.find("/a/1").isPresent());
                    }
                    return null;
                });
    }

    @Test
    void writersDoNotUndoEachOther() throws Exception {
        runTogether(() -> addAll("/a/x"), () -> addAll("/a/y"));
        for (int i = 0; i < ROUNDS; i++) {
            assertTrue(tree.find("/a/x" + i).isPresent());
            assertTrue(tree.find("/a/y" + i).isPresent());
        }
        assertEquals(2 * ROUNDS, tree.links("/a").size());
    }

    private Void addAll(String prefix) {
        for (int i = 0; i < ROUNDS; i++) {
            tree.add(prefix + i, resource);
        }
        return null;
    }

    private static void runTogether(Callable<Void> one, Callable<Void> other) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<Void> outcome : threads.invokeAll(List.of(one, other))) {
                outcome.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
