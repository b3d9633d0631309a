package dev.pipit.coap.examples.testresources;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.testing.CoapServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestResourcesIT {
    @RegisterExtension
    final CoapServerExtension server = CoapServerExtension.of(builder -> {});

    private final ThreadClockwork clockwork = new ThreadClockwork("test-resources");

    @BeforeEach
    void addResources() {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
        new LibcoapResources(clock, clockwork).addTo(server.server().resources());
        SimpleResources.addTo(server.server().resources());
    }

    @AfterEach
    void stopClockwork() {
        clockwork.close();
    }

    private String get(CoapClient client, String path) {
        return client.get(server.uri(path)).send().text();
    }

    @Test
    void tellsTheTimeAndLetsItBeSet(CoapClient client) {
        assertEquals("Nov 14 22:13:20", get(client, "/time"));
        assertEquals("1700000000", get(client, "/time?ticks"));

        assertEquals(
                Code.CHANGED,
                client.put(server.uri("/time")).payload("1000").send().code());
        assertEquals("Jan 01 00:16:40", get(client, "/time"));
        assertEquals(
                "1000",
                client.fetch(server.uri("/time")).payload("ticks").send().text());

        assertEquals(Code.DELETED, client.delete(server.uri("/time")).send().code());
        assertEquals(Code.NOT_FOUND, client.get(server.uri("/time")).send().code());
        assertEquals(Code.CREATED, client.put(server.uri("/time")).send().code());
        assertEquals("1700000000", get(client, "/time?ticks"));
        assertEquals(
                Code.BAD_REQUEST,
                client.put(server.uri("/time")).payload("noon").send().code());
    }

    /** More than the server takes into memory for a body (8 MiB). */
    @Test
    void exampleDataComesBackWhateverItsSize(CoapClient client, @TempDir Path directory) throws IOException {
        String uri = server.uri("/example_data");
        assertEquals(1500, get(client, "/example_data").length());

        byte[] body = new byte[12 << 20];
        new SplittableRandom(1).nextBytes(body);
        Path up = Files.write(directory.resolve("up"), body);
        Path down = directory.resolve("down");
        assertEquals(
                Code.CHANGED,
                client.put(uri)
                        .body(up)
                        .contentFormat(ContentFormat.OCTET_STREAM)
                        .send()
                        .code());
        assertEquals(
                ContentFormat.OCTET_STREAM,
                client.get(uri).saveTo(down).contentFormat().orElseThrow());
        assertEquals(-1, Files.mismatch(up, down));

        assertEquals(Code.CHANGED, client.put(uri).payload("short").send().code());
        assertEquals("short", get(client, "/example_data"));
    }

    @Test
    void exampleDataNotifiesOfTextThatIsPut(CoapClient client) throws Exception {
        String uri = server.uri("/example_data");
        BlockingQueue<Integer> lengths = new LinkedBlockingQueue<>();
        try (Observation observation = client.observe(uri, state -> lengths.add(state.payload().length))) {
            assertEquals(1500, lengths.poll(10, SECONDS));
            for (int length : new int[] {5, 60_000, 6}) {
                client.put(uri).payload("x".repeat(length)).send();
                assertEquals(length, lengths.poll(10, SECONDS));
            }
        }
    }

    @Test
    void anyPathComesWithPutAndGoesWithDelete(CoapClient client) {
        String uri = server.uri("/any/path/%7Bat%7D/*");

        assertEquals(Code.NOT_FOUND, client.get(uri).send().code());
        assertEquals(
                Code.CREATED, client.put(uri).ifNoneMatch().payload("1").send().code());
        assertEquals(
                Code.PRECONDITION_FAILED,
                client.put(uri).ifNoneMatch().payload("2").send().code());
        assertEquals("1", client.get(uri).send().text());
        assertEquals(Code.CHANGED, client.put(uri).payload("2").send().code());
        assertEquals("2", client.get(uri).send().text());
        assertEquals(Code.DELETED, client.delete(uri).send().code());
        assertEquals(Code.NOT_FOUND, client.get(uri).send().code());
    }

    @Test
    void thereIsALimitOfPaths(CoapClient client) {
        for (int i = 0; i < LibcoapResources.MAX_PUT; i++) {
            assertEquals(
                    Code.CREATED,
                    client.put(server.uri("/p/" + i)).payload("x").send().code());
        }

        Response refused = client.put(server.uri("/p/more")).payload("x").send();

        assertEquals(Code.FORBIDDEN, refused.code());
        assertEquals("at most 100 paths and 16777216 bytes; DELETE one first", refused.text());
        assertEquals(
                Code.CHANGED, client.put(server.uri("/p/0")).payload("y").send().code());
        client.delete(server.uri("/p/0")).send();
        assertEquals(
                Code.CREATED,
                client.put(server.uri("/p/more")).payload("x").send().code());
    }

    @Test
    void givesAsManyBytesAsAskedFor(CoapClient client) {
        assertEquals(100, client.get(server.uri("/large?size=100")).send().payload().length);
        assertEquals(
                Code.CHANGED,
                client.post(server.uri("/sink")).payload("x").send().code());
    }

    @Test
    void answersWhenTheTimeIsOver(CoapClient client) {
        long started = System.nanoTime();

        assertEquals("slept 300 ms", get(client, "/slow?ms=300"));

        assertTrue(System.nanoTime() - started >= 300_000_000);
        assertEquals("done", get(client, "/async?0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/large?size=-1", "/large?size=99999999", "/slow?ms=soon", "/async?100"})
    void refusesNumbersThatAreNone(String path) {
        assertEquals(
                Code.BAD_REQUEST, server.client().get(server.uri(path)).send().code());
    }
}
