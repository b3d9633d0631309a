package dev.pipit.coap.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.option.ContentFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** 16 MiB up and down, through a server whose heap is 32 MiB. */
@Timeout(300)
class SmallHeapIT {
    private static final int LENGTH = 16 << 20;

    @TempDir
    private Path directory;

    private Path source() throws Exception {
        byte[] bytes = new byte[LENGTH];
        new SplittableRandom(LENGTH).nextBytes(bytes);
        return Files.write(directory.resolve("source"), bytes);
    }

    @Test
    void takesAndGivesWhatPipitSendsAndFetches() throws Exception {
        Path source = source();
        Path fetched = directory.resolve("fetched");
        try (SmallHeapServer server = SmallHeapServer.start(Files.createDirectory(directory.resolve("kept")));
                CoapClient client = CoapClient.create()) {
            long started = System.nanoTime();
            assertEquals(
                    Code.CHANGED,
                    client.put(server.uri("/image"))
                            .body(source)
                            .contentFormat(ContentFormat.OCTET_STREAM)
                            .send()
                            .code());
            report("up", started);
            started = System.nanoTime();
            client.get(server.uri("/image")).saveTo(fetched);
            report("down", started);
        }
        assertEquals(-1, Files.mismatch(source, directory.resolve("kept/image")));
        assertEquals(-1, Files.mismatch(source, fetched));
    }

    @Test
    void takesAndGivesWhatLibcoapSendsAndFetches() throws Exception {
        Libcoap.require();
        Path source = source();
        Path fetched = directory.resolve("fetched");
        try (SmallHeapServer server = SmallHeapServer.start(Files.createDirectory(directory.resolve("kept")))) {
            String uri = server.uri("/image");
            long started = System.nanoTime();
            String log = Libcoap.client(
                    "-B", "120", "-b", "1024", "-m", "put", "-t", "binary", "-f", source.toString(), "-v", "6", uri);
            report("up from libcoap", started);
            assertTrue(Files.exists(directory.resolve("kept/image")), log);
            started = System.nanoTime();
            Libcoap.client("-B", "120", "-b", "1024", "-m", "get", "-o", fetched.toString(), uri);
            report("down to libcoap", started);
        }
        assertEquals(-1, Files.mismatch(source, directory.resolve("kept/image")));
        assertEquals(-1, Files.mismatch(source, fetched));
    }

    private static void report(String what, long started) {
        System.out.printf("16 MiB %s: %.1f MB/s%n", what, LENGTH / 1e6 / ((System.nanoTime() - started) / 1e9));
    }
}
