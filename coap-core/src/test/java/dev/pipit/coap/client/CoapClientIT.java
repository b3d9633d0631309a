package dev.pipit.coap.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.MessageTooLargeException;
import dev.pipit.coap.message.NoResponseException;
import dev.pipit.coap.message.RequestCancelledException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.message.UnreachableException;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.transport.UdpConfig;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client on real sockets. */
@Timeout(60)
final class CoapClientIT {
    private final CompletableFuture<Response> held = new CompletableFuture<>();
    private final CoapServer server = CoapServer.builder()
            .get("/x", ctx -> Response.content("1"))
            .get(
                    "/query",
                    ctx -> Response.content(String.join("|", ctx.request().query())))
            .getAsync("/held", ctx -> held)
            .start(0);

    @AfterEach
    void stopServer() {
        server.stop(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void getsConfirmablyAndNot(boolean nativeIo) {
        try (CoapClient client =
                CoapClient.builder().udp(UdpConfig.CLIENT.nativeIo(nativeIo)).build()) {
            assertEquals("1", client.get(server.uri("/x")).send().text());
            assertEquals(
                    "1", client.get(server.uri("/x")).nonConfirmable().send().text());
            assertEquals(Code.NOT_FOUND, client.get(server.uri("/y")).send().code());
        }
    }

    @Test
    void sendsTheQueryOfTheUriBeforeItsOwn() {
        try (CoapClient client = CoapClient.create()) {
            assertEquals(
                    "a=1|b",
                    client.get(server.uri("/query?a=1")).query("b").send().text());
        }
    }

    @Test
    void sendsManyRequestsAtOnce() throws Exception {
        try (CoapClient client = CoapClient.builder()
                .transmission(TransmissionParameters.DEFAULT.nstart(16))
                .build()) {
            List<CompletableFuture<Response>> responses = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                responses.add(client.get(server.uri("/x")).sendAsync());
            }
            for (CompletableFuture<Response> response : responses) {
                assertEquals("1", response.get(20, TimeUnit.SECONDS).text());
            }
            assertEquals(500L, client.counters().get(Counter.RESPONSES_RECEIVED));
        }
    }

    @Test
    void isUsedByManyThreadsAtOnce() throws Exception {
        try (CoapClient client = CoapClient.create()) {
            List<Thread> threads = new ArrayList<>();
            Set<String> wrong = ConcurrentHashMap.newKeySet();
            for (int t = 0; t < 8; t++) {
                String name = "t" + t;
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 20; i++) {
                        String text =
                                client.get(server.uri("/query?" + name)).send().text();
                        if (!text.equals(name)) {
                            wrong.add(text);
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(Set.of(), wrong);
        }
    }

    @Test
    void reportsRefusalByTheNetworkAtOnce() throws Exception {
        int free;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (CoapClient client = CoapClient.create()) {
            UnreachableException failure = assertThrows(
                    UnreachableException.class,
                    () -> client.get("coap://127.0.0.1:" + free + "/x").send());
            assertTrue(failure.getMessage().contains("127.0.0.1:" + free), failure.getMessage());
            assertTrue(failure.getMessage().contains("refused"), failure.getMessage());
            assertThrows(
                    UnreachableException.class,
                    () -> client.get("coap://[::1]:" + free + "/x").send());
        }
    }

    @Test
    void reportsAHostThatDoesNotResolve() {
        try (CoapClient client = CoapClient.create()) {
            UnreachableException failure = assertThrows(
                    UnreachableException.class,
                    () -> client.get("coap://no-such-host.invalid/x").send());
            assertTrue(failure.getMessage().contains("no-such-host.invalid"), failure.getMessage());
        }
    }

    @Test
    void saysToWhomAndHowOftenItSentInVain() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                CoapClient client = CoapClient.create()) {
            NoResponseException failure = assertThrows(
                    NoResponseException.class,
                    () -> client.get("coap://127.0.0.1:" + silent.getLocalPort() + "/x")
                            .transmission(TransmissionParameters.DEFAULT
                                    .ackTimeout(Duration.ofMillis(20))
                                    .maxRetransmit(2))
                            .send());
            assertTrue(failure.getMessage().contains("127.0.0.1:" + silent.getLocalPort()), failure.getMessage());
            assertTrue(failure.getMessage().contains("sent 3 times"), failure.getMessage());
        }
    }

    @Test
    void endsARequestAtItsTimeout() {
        try (CoapClient client = CoapClient.create()) {
            NoResponseException failure = assertThrows(
                    NoResponseException.class,
                    () -> client.get(server.uri("/held"))
                            .timeout(Duration.ofMillis(1500))
                            .send());
            assertTrue(failure.getMessage().contains("within 1500 ms"), failure.getMessage());
            assertTrue(failure.getMessage().contains("acknowledged"), failure.getMessage());
        }
    }

    @Test
    void cancelsARequest() throws Exception {
        try (CoapClient client = CoapClient.create()) {
            CompletableFuture<Response> never = client.get(server.uri("/held")).sendAsync();
            // NSTART is 1, so that this one waits for the other to be acknowledged or gone.
            CompletableFuture<Response> next = client.get(server.uri("/x")).sendAsync();
            assertTrue(never.cancel(true));
            assertEquals("1", next.get(10, TimeUnit.SECONDS).text());
        }
    }

    @Test
    void givesUpWhenItsThreadIsInterrupted() throws Exception {
        try (CoapClient client = CoapClient.create()) {
            CompletableFuture<Throwable> outcome = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                try {
                    client.get(server.uri("/held")).send();
                } catch (RequestCancelledException e) {
                    outcome.complete(Thread.currentThread().isInterrupted() ? e : null);
                }
            });
            waiting.start();
            waiting.interrupt();
            assertInstanceOf(RequestCancelledException.class, outcome.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void failsWhatIsUnderWayWhenClosed() throws Exception {
        CoapClient client = CoapClient.create();
        CompletableFuture<Response> never = client.get(server.uri("/held")).sendAsync();
        client.close();
        ExecutionException failure = assertThrows(ExecutionException.class, () -> never.get(10, TimeUnit.SECONDS));
        assertInstanceOf(EndpointClosedException.class, failure.getCause());
        assertThrows(
                EndpointClosedException.class,
                () -> client.get(server.uri("/x")).send());
        client.close();
    }

    @Test
    void refusesAMessageThatIsTooLarge() {
        try (CoapClient client = CoapClient.create()) {
            MessageTooLargeException failure = assertThrows(
                    MessageTooLargeException.class,
                    () -> client.get(server.uri("/x"))
                            .query("a".repeat(250))
                            .query("b".repeat(250))
                            .query("c".repeat(250))
                            .query("d".repeat(250))
                            .query("e".repeat(250))
                            .send());
            assertTrue(failure.getMessage().contains("1152"), failure.getMessage());
        }
    }

    @Test
    void refusesToBlockItsOwnEventLoop() throws Exception {
        try (CoapClient client = CoapClient.create()) {
            CompletableFuture<Response> first = client.get(server.uri("/held")).sendAsync();
            CompletableFuture<Response> nested =
                    first.thenApply(response -> client.get(server.uri("/x")).send());
            // Had it been answered before that was attached, this thread would have run it.
            held.complete(Response.content("1"));
            ExecutionException failure = assertThrows(ExecutionException.class, () -> nested.get(10, TimeUnit.SECONDS));
            assertInstanceOf(IllegalStateException.class, failure.getCause());
        }
    }

    @Test
    void letsFiltersChangeAndAnswerCalls() {
        List<String> order = new ArrayList<>();
        try (CoapClient client = CoapClient.builder()
                .filter((call, next) -> {
                    order.add("first");
                    return next.send(call).thenApply(response -> response.maxAge(7));
                })
                .filter((call, next) -> {
                    order.add("second");
                    return call.uri().path().contains("cached")
                            ? CompletableFuture.completedFuture(Response.content("cached"))
                            : next.send(call);
                })
                .build()) {
            assertEquals(7, client.get(server.uri("/x")).send().maxAge());
            assertEquals("cached", client.get(server.uri("/cached")).send().text());
            assertEquals(List.of("first", "second", "first", "second"), order);
        }
    }

    @Test
    void pings() throws Exception {
        try (CoapClient client = CoapClient.create()) {
            Duration time = client.ping(server.uri("/")).get(10, TimeUnit.SECONDS);
            assertFalse(time.isNegative());
        }
    }

    @Test
    @Requirement({"R7252-135", "R6690-012"})
    void discoversWithoutFollowingTheLinks() {
        try (CoapClient client = CoapClient.create()) {
            Set<String> targets = new HashSet<>();
            client.discover(server.uri("")).forEach(link -> targets.add(link.target()));
            assertEquals(1L, client.counters().get(Counter.REQUESTS_SENT));
            assertEquals(Set.of("/x", "/query", "/held"), targets);
            assertEquals(1, client.discover(server.uri("/?href=/x")).size());
            ErrorResponseException failure =
                    assertThrows(ErrorResponseException.class, () -> client.discover(server.uri("/nothing")));
            assertEquals(Code.NOT_FOUND, failure.response().code());
        }
    }

    @Test
    @Requirement("R7252-107")
    void doesNotRepeatARequestThatIsUnauthorized() {
        try (CoapServer closed = CoapServer.builder()
                        .get("/x", ctx -> Response.of(Code.UNAUTHORIZED))
                        .start(0);
                CoapClient client = CoapClient.create()) {
            assertEquals(Code.UNAUTHORIZED, client.get(closed.uri("/x")).send().code());
            assertEquals(1L, closed.counters().get(Counter.REQUESTS_RECEIVED));
        }
    }

    @Test
    @Requirement("R7252-113")
    void sendsNoUriOptionsBesideAProxyUri() {
        List<UdpMessage> sent = new ArrayList<>();
        EndpointListener recorder = new EndpointListener() {
            @Override
            public void onSent(Peer peer, UdpMessage message) {
                sent.add(message);
            }
        };
        try (CoapClient client = CoapClient.builder().listener(recorder).build()) {
            Response response = client.get(server.uri("/ignored?too"))
                    .option(StandardOptions.PROXY_URI, "coap://elsewhere/x")
                    .send();
            assertEquals(Code.PROXYING_NOT_SUPPORTED, response.code());
            assertEquals(
                    Options.of(StandardOptions.PROXY_URI, "coap://elsewhere/x"),
                    sent.get(0).message().options());
        }
    }

    @Test
    void usesALocalPortOfItsOwn() throws Exception {
        int free;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (CoapServer echo = CoapServer.builder()
                        .get(
                                "/peer",
                                ctx -> Response.content(
                                        String.valueOf(ctx.peer().address().getPort())))
                        .start(0);
                CoapClient client = CoapClient.builder()
                        .local(new InetSocketAddress(InetAddress.getLoopbackAddress(), free))
                        .build()) {
            assertEquals(
                    String.valueOf(free), client.get(echo.uri("/peer")).send().text());
        }
    }

    @Test
    void refusesOtherSchemes() {
        try (CoapClient client = CoapClient.create()) {
            assertThrows(IllegalArgumentException.class, () -> client.get("http://localhost/x"));
            assertThrows(IllegalArgumentException.class, () -> client.get("coaps://localhost/x"));
        }
    }
}
