package dev.pipit.coap.examples.testresources;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.server.CoapServerBuilder;

/** What load generators ask for: small and finished answers. */
public final class BenchResources {
    private static final Response HELLO = Response.content("hello world");

    private BenchResources() {}

    /** Adds {@code /bench} and {@code /sink}. */
    public static void addTo(CoapServerBuilder server) {
        server.get("/bench", context -> HELLO)
                .post("/bench", context -> Response.changed())
                .put("/bench", context -> Response.changed())
                .post("/sink", context -> Response.changed())
                .put("/sink", context -> Response.changed());
    }
}
