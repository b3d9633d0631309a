package dev.pipit.coap.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResponseException;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.transport.UdpConfig;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server and a client on real sockets. */
@Timeout(60)
final class CoapServerIT {
    private final CoapClient client = CoapClient.builder()
            .transmission(TransmissionParameters.DEFAULT.nstart(64))
            .build();

    @AfterEach
    void closeClient() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void servesEveryMethodWithAndWithoutEpoll(boolean nativeIo) {
        try (CoapServer server = everyMethod(CoapServer.builder())
                .udp(UdpConfig.SERVER.nativeIo(nativeIo))
                .start(0)) {
            for (Code method :
                    List.of(Code.GET, Code.POST, Code.PUT, Code.DELETE, Code.FETCH, Code.PATCH, Code.IPATCH)) {
                Response response = client.request(method, server.uri("/any"))
                        .payload("x".getBytes(UTF_8), ContentFormat.TEXT_PLAIN)
                        .send();
                assertEquals(method.toString(), response.text());
            }
        }
    }

    private static CoapServerBuilder everyMethod(CoapServerBuilder builder) {
        for (int i = 1; i <= 7; i++) {
            builder.on(
                    Code.of(i),
                    "/any",
                    ctx -> Response.content(ctx.request().code().toString()));
        }
        return builder;
    }

    @Test
    void servesIpv4AndIpv6OnOnePort() {
        try (CoapServer server =
                CoapServer.builder().get("/x", ctx -> Response.content("1")).start(0)) {
            assertEquals(
                    "1",
                    client.get("coap://127.0.0.1:" + server.port() + "/x")
                            .send()
                            .text());
            assertEquals(
                    "1",
                    client.get("coap://[::1]:" + server.port() + "/x").send().text());
        }
    }

    @Test
    void servesSeveralAddresses() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (CoapServer server = CoapServer.builder()
                .get("/x", ctx -> Response.content(ctx.uri().toString()))
                .bind(new InetSocketAddress(loopback, 0))
                .bind(new InetSocketAddress(loopback, 0))
                .start()) {
            assertEquals(2, server.addresses().size());
            for (InetSocketAddress address : server.addresses()) {
                String uri = "coap://127.0.0.1:" + address.getPort() + "/x";
                assertEquals(uri, client.get(uri).send().text());
            }
        }
    }

    @Test
    void sharesAPortBetweenEventLoops() {
        try (CoapServer server = CoapServer.builder()
                .get("/x", ctx -> Response.content("1"))
                .udp(UdpConfig.SERVER.eventLoops(3))
                .start(0)) {
            for (int i = 0; i < 20; i++) {
                try (CoapClient one = CoapClient.create()) {
                    assertEquals("1", one.get(server.uri("/x")).send().text());
                }
            }
            assertEquals(20L, server.counters().get(Counter.REQUESTS_RECEIVED));
            assertThrows(
                    UncheckedIOException.class,
                    () -> CoapServer.builder()
                            .udp(UdpConfig.SERVER.eventLoops(2))
                            .start(server.port()));
        }
    }

    @Test
    void saysWhichPortIsInUse() {
        try (CoapServer first = CoapServer.builder().start(0)) {
            UncheckedIOException failure = assertThrows(
                    UncheckedIOException.class, () -> CoapServer.builder().start(first.port()));
            assertTrue(failure.getMessage().contains(":" + first.port()), failure.getMessage());
            assertTrue(failure.getMessage().contains("in use"), failure.getMessage());
        }
    }

    @Test
    @Requirement({"R7252-134", "R7252-165", "R6690-019"})
    void standsOnPort5683WithAWellKnownCoreUnlessToldOtherwise() {
        CoapServer server = CoapServer.builder().build();
        assertTrue(server.resources().find("/.well-known/core").isPresent());
        assertEquals(5683, server.port());
        assertEquals("coap://localhost/x", server.uri("/x"));
    }

    @Test
    void startsAgainAfterAStopOnTheSamePort() {
        try (CoapServer server =
                CoapServer.builder().get("/x", ctx -> Response.content("1")).start(0)) {
            int port = server.port();
            assertEquals("1", client.get(server.uri("/x")).send().text());
            server.stop();
            assertFalse(server.isRunning());
            server.start();
            assertEquals(port, server.port());
            assertEquals("1", client.get(server.uri("/x")).send().text());
            assertEquals(2L, server.counters().get(Counter.REQUESTS_RECEIVED));
        }
    }

    @Test
    void finishesWhatItOwesBeforeItStops() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CompletableFuture<Response> later = new CompletableFuture<>();
        CoapServer server = CoapServer.builder()
                .getAsync("/later", ctx -> {
                    entered.countDown();
                    return later;
                })
                .get("/x", ctx -> Response.content("1"))
                .start(0);
        CompletableFuture<Response> response = client.get(server.uri("/later")).sendAsync();
        assertTrue(entered.await(10, TimeUnit.SECONDS));
        Thread stopping = new Thread(server::stop);
        stopping.start();
        // The server refuses what is new once it is stopping; that is how the test knows.
        while (client.get(server.uri("/x")).send().code() != Code.SERVICE_UNAVAILABLE) {
            Thread.onSpinWait();
        }
        later.complete(Response.content("owed"));
        assertEquals("owed", response.get(10, TimeUnit.SECONDS).text());
        stopping.join();
    }

    @Test
    void freesEveryThreadAndSocketOnStop() throws Exception {
        Set<Thread> before = pipitThreads();
        for (int i = 0; i < 5; i++) {
            try (CoapServer server = CoapServer.builder()
                            .get("/x", ctx -> Response.content("1"))
                            .udp(UdpConfig.SERVER.eventLoops(2))
                            .start(0);
                    CoapClient one = CoapClient.create()) {
                one.get(server.uri("/x")).send();
                assertTrue(pipitThreads().size() > before.size());
            }
        }
        for (Thread thread : pipitThreads()) {
            if (!before.contains(thread)) {
                thread.join(10_000);
                assertFalse(thread.isAlive(), thread.getName());
            }
        }
    }

    private static Set<Thread> pipitThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pipit-"))
                .collect(Collectors.toSet());
    }

    @Test
    void answersThreeRequestsWhileAHandlerBlocks() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (CoapServer server = CoapServer.builder()
                .get("/blocked", ctx -> {
                    release.await();
                    return Response.content("done");
                })
                .get("/x", ctx -> Response.content("1"))
                .start(0)) {
            CompletableFuture<Response> blocked =
                    client.get(server.uri("/blocked")).sendAsync();
            for (int i = 0; i < 3; i++) {
                assertEquals("1", client.get(server.uri("/x")).send().text());
            }
            release.countDown();
            assertEquals("done", blocked.get(10, TimeUnit.SECONDS).text());
        }
    }

    @Test
    void says503WhenTooManyRequestsAreWorkedOn() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        try (CoapServer server = CoapServer.builder()
                .get("/blocked", ctx -> {
                    entered.countDown();
                    release.await();
                    return Response.content("done");
                })
                .maxConcurrentRequests(1)
                .start(0)) {
            CompletableFuture<Response> blocked =
                    client.get(server.uri("/blocked")).sendAsync();
            assertTrue(entered.await(10, TimeUnit.SECONDS));
            Response refused = client.get(server.uri("/blocked")).send();
            assertEquals(Code.SERVICE_UNAVAILABLE, refused.code());
            assertEquals(5, refused.maxAge());
            release.countDown();
            assertEquals("done", blocked.get(10, TimeUnit.SECONDS).text());
        }
    }

    @Test
    void answersErrorsOfHandlersAsResponses() {
        try (CoapServer server = CoapServer.builder()
                .get("/broken", ctx -> {
                    throw new IllegalStateException("secret");
                })
                .get("/forbidden", ctx -> {
                    throw new ResponseException(Code.FORBIDDEN, "not for you");
                })
                .getAsync("/late", ctx -> CompletableFuture.failedFuture(new IllegalStateException("secret")))
                .start(0)) {
            for (String path : List.of("/broken", "/late")) {
                Response response = client.get(server.uri(path)).send();
                assertEquals(Code.INTERNAL_SERVER_ERROR, response.code());
                assertFalse(response.text().contains("secret"));
            }
            Response forbidden = client.get(server.uri("/forbidden")).send();
            assertEquals("4.03 Forbidden not for you", forbidden.code() + " " + forbidden.text());
            assertEquals(2L, server.counters().get(Counter.HANDLER_FAILURES));
        }
    }

    @Test
    void changesItsResourcesWhileServing() {
        try (CoapServer server = CoapServer.builder().start(0)) {
            assertEquals(Code.NOT_FOUND, client.get(server.uri("/new")).send().code());
            server.add(
                    "/new",
                    Resource.builder().get(ctx -> Response.content("here")).build());
            assertEquals("here", client.get(server.uri("/new")).send().text());
            assertTrue(server.remove("/new"));
            assertEquals(Code.NOT_FOUND, client.get(server.uri("/new")).send().code());
        }
    }

    @Test
    void understandsOptionsOfTheApplication() {
        OptionDefinition<Long> priority = OptionDefinition.uint(65001, "Priority", 0, 1);
        CoapServerBuilder builder = CoapServer.builder()
                .get(
                        "/x",
                        ctx -> Response.content(
                                String.valueOf(ctx.request().options().uint(priority, -1))));
        try (CoapServer knowing = builder.options(priority).start(0);
                CoapServer ignorant = CoapServer.builder()
                        .get("/x", ctx -> Response.content("?"))
                        .start(0)) {
            assertEquals(
                    "7",
                    client.get(knowing.uri("/x")).option(priority, 7L).send().text());
            assertEquals(
                    Code.BAD_OPTION,
                    client.get(ignorant.uri("/x")).option(priority, 7L).send().code());
        }
    }

    @Test
    void runsFiltersAroundHandlers() {
        List<String> seen = new ArrayList<>();
        try (CoapServer server = CoapServer.builder()
                .filter((ctx, next) -> {
                    seen.add(ctx.route());
                    return next.handle(ctx).map(response -> response.maxAge(7));
                })
                .get("/x/{y}", ctx -> Response.content("1"))
                .start(0)) {
            assertEquals(7, client.get(server.uri("/x/1")).send().maxAge());
            assertEquals(List.of("/x/{y}"), seen);
        }
    }

    @Test
    void dropsDatagramsThatAreTooLongAndCountsThem() throws Exception {
        try (CoapServer server = CoapServer.builder()
                        .get("/x", ctx -> Response.content("1"))
                        .start(0);
                DatagramSocket socket = new DatagramSocket()) {
            byte[] tooLong = new byte[4000];
            socket.send(new DatagramPacket(tooLong, tooLong.length, InetAddress.getLoopbackAddress(), server.port()));
            assertEquals("1", client.get(server.uri("/x")).send().text());
            assertEquals(1L, server.counters().get(Counter.TRUNCATED));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void countsDatagramsThatFoundTheReceiveBufferFull() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (CoapServer server = CoapServer.builder()
                        .get("/hold", ctx -> {
                            entered.countDown();
                            release.await();
                            return Response.content("1");
                        })
                        .directExecutor()
                        .udp(UdpConfig.SERVER.buffers(4096, 4096))
                        .start(0);
                DatagramSocket socket = new DatagramSocket()) {
            CompletableFuture<Response> held = client.get(server.uri("/hold")).sendAsync();
            assertTrue(entered.await(10, TimeUnit.SECONDS));
            byte[] bytes = new byte[1000];
            for (int i = 0; i < 200; i++) {
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), server.port()));
            }
            assertTrue(server.counters().get(Counter.RECEIVE_OVERRUNS) > 0);
            release.countDown();
            assertEquals("1", held.get(20, TimeUnit.SECONDS).text());
        }
    }

    @Test
    void answersADuplicateWithTheSameBytes() throws Exception {
        try (CoapServer server = CoapServer.builder()
                        .post("/x", ctx -> Response.changed())
                        .start(0);
                DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            byte[] request = {0x41, 2, 0x12, 0x34, 0x55, (byte) 0xb1, 'x'};
            byte[][] answers = new byte[2][];
            for (int i = 0; i < 2; i++) {
                socket.send(
                        new DatagramPacket(request, request.length, InetAddress.getLoopbackAddress(), server.port()));
                DatagramPacket answer = new DatagramPacket(new byte[100], 100);
                socket.receive(answer);
                answers[i] = Arrays.copyOf(answer.getData(), answer.getLength());
            }
            assertArrayEquals(new byte[] {0x61, 0x44, 0x12, 0x34, 0x55}, answers[0]);
            assertArrayEquals(answers[0], answers[1]);
            assertEquals(1L, server.counters().get(Counter.REQUESTS_RECEIVED));
        }
    }

    @Test
    @Requirement("R7252-087")
    void saysMaxAge0WhereAResponseMustNotBeCached() {
        try (CoapServer server = CoapServer.builder()
                .get("/x", ctx -> Response.content("1").maxAge(0))
                .start(0)) {
            Response response = client.get(server.uri("/x")).send();
            assertTrue(response.options().has(StandardOptions.MAX_AGE));
            assertEquals(0, response.maxAge());
        }
    }

    @Test
    void awaitsItsClose() throws Exception {
        CoapServer server = CoapServer.builder().start(0);
        Thread waiting = new Thread(() -> {
            try {
                server.awaitClose();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        server.stop(Duration.ZERO);
        waiting.join(10_000);
        assertFalse(waiting.isAlive());
    }
}
