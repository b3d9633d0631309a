package dev.pipit.coap.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObservationListener;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.resource.Observers;
import dev.pipit.coap.resource.Resource;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Observation on real sockets, between ourselves and with libcoap's client. */
@Timeout(60)
final class ObserveIT {
    private static final Path COAP_CLIENT = Path.of("/usr/bin/coap-client-notls");

    private final CountDownLatch nobodyObserves = new CountDownLatch(1);
    private volatile String state = "0";
    private final ObservableResource resource = ObservableResource.of(
            Resource.builder().get(context -> Response.content(state + "\n")),
            Observers.create(() -> {}, nobodyObserves::countDown));
    private final CoapServer server = CoapServer.builder()
            .observable("/t", resource)
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .start();

    @AfterEach
    void stopServer() {
        server.stop();
    }

    private void change(String next) {
        state = next;
        resource.changed();
    }

    @Test
    void aClientObservesUntilItCloses() throws Exception {
        BlockingQueue<String> heard = new ArrayBlockingQueue<>(100);
        try (CoapClient client = CoapClient.create()) {
            try (Observation observation = client.observe(
                    server.uri("/t"), next -> heard.add(next.text().trim()))) {
                assertEquals("0", heard.poll(10, TimeUnit.SECONDS));
                change("1");
                assertEquals("1", heard.poll(10, TimeUnit.SECONDS));
                change("2");
                assertEquals("2", heard.poll(10, TimeUnit.SECONDS));
                assertTrue(observation.isCurrent());
            }
            assertTrue(nobodyObserves.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aStoppingServerTellsItsObservers() throws Exception {
        BlockingQueue<CoapException> losses = new ArrayBlockingQueue<>(1);
        try (CoapClient client = CoapClient.create()) {
            client.observe(server.uri("/t"), new ObservationListener() {
                @Override
                public void onNotification(Response next) {
                    CompletableFuture.runAsync(server::stop);
                }

                @Override
                public void onLost(CoapException reason) {
                    losses.add(reason);
                }
            });
            ErrorResponseException reason =
                    assertInstanceOf(ErrorResponseException.class, losses.poll(10, TimeUnit.SECONDS));
            assertEquals(Code.SERVICE_UNAVAILABLE, reason.response().code());
        }
    }

    @Test
    void libcoapObserves() throws Exception {
        boolean present = Files.isExecutable(COAP_CLIENT);
        assumeTrue(present || System.getenv("CI") != null, "coap-client-notls is not installed");
        Process process = new ProcessBuilder(COAP_CLIENT.toString(), "-s", "2", server.uri("/t"))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("0", nextLine(output));
            change("1");
            assertEquals("1", nextLine(output));
            change("2");
            assertEquals("2", nextLine(output));
            assertTrue(nobodyObserves.await(20, TimeUnit.SECONDS), "deregisters when its time is over");
        } finally {
            process.destroy();
        }
    }

    private static String nextLine(BufferedReader output) throws IOException {
        String line = output.readLine();
        while (line != null && line.isBlank()) {
            line = output.readLine();
        }
        return String.valueOf(line);
    }
}
