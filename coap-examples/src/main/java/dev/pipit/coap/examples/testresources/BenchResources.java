package dev.pipit.coap.examples.testresources;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.resource.Observers;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.server.CoapServerBuilder;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** What load generators ask for: small and finished answers. */
public final class BenchResources {
    private static final int BYTES = 64;
    private static final int LARGE_BYTES = 65_536;
    private static final int HUGE_BYTES = 16 << 20;
    private static final Response HELLO = Response.content("hello world");

    private BenchResources() {}

    /**
     * Adds {@code /bench}, {@code /bytes} of 64 bytes, {@code /sink}, {@code /large} of 65,536 bytes, {@code /obs} and {@code /obsc}; and what is not
     * kept in memory: {@code /huge} of 16 MiB, and {@code /pour}, which takes and forgets any body.
     */
    public static void addTo(CoapServerBuilder server) {
        Response large = Response.content(new byte[LARGE_BYTES], ContentFormat.OCTET_STREAM)
                .etag(EntityTag.ofVersion(1));
        Response bytes = Response.content(new byte[BYTES], ContentFormat.OCTET_STREAM);
        server.get("/bench", context -> HELLO)
                .get("/bytes", context -> bytes)
                .get("/large", context -> large)
                .post("/bench", context -> Response.changed())
                .put("/bench", context -> Response.changed())
                .post("/sink", context -> Response.changed())
                .put("/sink", context -> Response.changed())
                .get("/huge", context -> Response.content(Body.of(new Zeros(), HUGE_BYTES), ContentFormat.OCTET_STREAM))
                .putStream("/pour", (context, body) -> {
                    body.inputStream().transferTo(OutputStream.nullOutputStream());
                    return Response.changed();
                });
        // A generator that wants the next change as soon as all have the last one measures nothing but the pace.
        server.observe(config -> config.nonSpacing(Duration.ZERO));
        Observers plain = Observers.create();
        server.resource("/obs", observable(plain, plain::changed));
        Observers confirmed = Observers.create();
        server.resource("/obsc", observable(confirmed, confirmed::changedConfirmably));
    }

    /** Adds so many small ones: {@code /resources/0} and on. */
    public static void addManyTo(CoapServerBuilder server, int count) {
        for (int i = 0; i < count; i++) {
            server.get("/resources/" + i, context -> HELLO);
        }
    }

    /** What can be observed, and changes once for each POST. */
    private static Resource observable(Observers observers, Runnable change) {
        AtomicLong changes = new AtomicLong();
        return Resource.builder()
                .get(context -> Response.content(Long.toString(changes.get())))
                .post(context -> {
                    changes.incrementAndGet();
                    change.run();
                    return Response.changed();
                })
                .observable(observers)
                .build();
    }

    /** So many bytes of nothing. */
    private static final class Zeros extends InputStream {
        private int left = HUGE_BYTES;

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = Math.min(length, left);
            if (count <= 0) {
                return length == 0 ? 0 : -1;
            }
            Arrays.fill(bytes, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
