package dev.pipit.coap.examples.testresources;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.server.CoapServerBuilder;

/** What load generators ask for: small and finished answers. */
public final class BenchResources {
    private static final int LARGE_BYTES = 65_536;
    private static final Response HELLO = Response.content("hello world");

    private BenchResources() {}

    /** Adds {@code /bench}, {@code /sink} and {@code /large}, which is 65,536 bytes. */
    public static void addTo(CoapServerBuilder server) {
        Response large = Response.content(new byte[LARGE_BYTES], ContentFormat.OCTET_STREAM)
                .etag(EntityTag.ofVersion(1));
        server.get("/bench", context -> HELLO)
                .get("/large", context -> large)
                .post("/bench", context -> Response.changed())
                .put("/bench", context -> Response.changed())
                .post("/sink", context -> Response.changed())
                .put("/sink", context -> Response.changed());
    }
}
