package dev.pipit.coap.examples.testresources;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.body.IncomingBody;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.resource.Observers;
import dev.pipit.coap.resource.RequestContext;
import dev.pipit.coap.resource.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /example_data}: 1500 letters, or what was PUT, of any size that the blocks can number. What is large is in a
 * temporary file, which goes when the program ends; what is small is in memory, so that it can be observed.
 */
final class ExampleData {
    private static final int MAX_BYTES_IN_MEMORY = 64 << 10;
    private static final int EXAMPLE_BYTES = 1500;

    private final Observers observers = Observers.create();
    private volatile Reply current = Response.content(letters());
    private @Nullable Path directory; // guarded by this

    private static String letters() {
        StringBuilder text = new StringBuilder(EXAMPLE_BYTES);
        while (text.length() < EXAMPLE_BYTES) {
            text.append((char) ('a' + text.length() % 26));
        }
        return text.toString();
    }

    Resource resource() {
        return Resource.builder().get(context -> current).stream(Code.PUT, this::put)
                .observable(observers)
                .build();
    }

    private Response put(RequestContext context, IncomingBody body) throws IOException {
        Path incoming = Files.createTempFile(directory(), "put", null);
        try {
            body.saveTo(incoming);
            replace(incoming, context.request().contentFormat());
        } finally {
            Files.deleteIfExists(incoming);
        }
        observers.changedConfirmably();
        return Response.changed();
    }

    private synchronized void replace(Path incoming, Optional<ContentFormat> format) throws IOException {
        Response.Builder head = Response.builder(Code.CONTENT);
        format.ifPresent(value -> head.option(StandardOptions.CONTENT_FORMAT, value));
        if (Files.size(incoming) <= MAX_BYTES_IN_MEMORY) {
            current = head.payload(Files.readAllBytes(incoming)).build();
            Files.deleteIfExists(file());
        } else {
            Files.move(incoming, file(), ATOMIC_MOVE);
            current = head.build().withBody(Body.of(file()));
        }
    }

    private Path file() throws IOException {
        return directory().resolve("example_data");
    }

    private synchronized Path directory() throws IOException {
        if (directory == null) {
            directory = Files.createTempDirectory("coap-example-data");
            directory.toFile().deleteOnExit();
            file().toFile().deleteOnExit();
        }
        return directory;
    }
}
