package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.AssociationLostException;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObservationListener;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.server.CoapServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that lose their associations, by a crash or a restart: another one is there, which knows nothing. */
class RecoveryIT implements ObservationListener {
    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);
    private static final TransmissionParameters FAST =
            TransmissionParameters.DEFAULT.ackTimeout(Duration.ofMillis(400));

    private final AtomicInteger posts = new AtomicInteger();
    private final ObservableResource[] clocks = new ObservableResource[2];
    private final CoapServer first = server(0);
    private final CoapServer second = server(1);
    private final Relay relay = new Relay(addressOf(first));
    private final CoapClient client = CoapClient.builder()
            .dtls(DtlsConfig.psk("me", KEY))
            .transmission(FAST)
            .build();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private CoapServer server(int number) {
        ObservableResource clock = ObservableResource.of(context -> Response.content("clock " + number));
        clocks[number] = clock;
        return CoapServer.builder()
                .get("/n", context -> Response.content("server " + number))
                .put("/n", context -> Response.of(Code.CHANGED))
                .post("/n", context -> {
                    posts.incrementAndGet();
                    return Response.of(Code.CHANGED);
                })
                .observable("/clock", clock)
                .bindSecure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .dtls(DtlsConfig.builder()
                        .pskStore(PskStore.of(Map.of("me", KEY)))
                        .build())
                .start();
    }

    private static InetSocketAddress addressOf(CoapServer server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port("coaps"));
    }

    @AfterEach
    void close() {
        client.close();
        relay.close();
        first.stop(Duration.ZERO);
        second.stop(Duration.ZERO);
    }

    /** The first server is gone without a word. */
    private void crash() {
        relay.leadTo(addressOf(second));
    }

    private String get() {
        return client.get(relay.uri("/n")).send().text();
    }

    @Override
    public void onNotification(Response state) {
        heard.add(state.text());
    }

    @Override
    public void onLost(CoapException reason) {
        heard.add("lost " + reason.getClass().getSimpleName());
    }

    @Override
    public void onReregistered() {
        heard.add("reregistered");
    }

    private String next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void requestThatIsUnansweredGoesAgainOverANewAssociation() {
        assertEquals("server 0", get());
        crash();
        assertEquals("server 1", get());
        assertEquals("server 1", get());
        assertEquals(0, client.counters().get(Counter.TIMEOUTS));
    }

    @Test
    void bodyInBlocksGoesAgainFromItsBeginning() {
        assertEquals("server 0", get());
        crash();
        Response changed = client.put(relay.uri("/n"))
                .payload(new byte[5000], ContentFormat.OCTET_STREAM)
                .send();
        assertEquals(Code.CHANGED, changed.code());
    }

    /** It may have been handled, as far as the client knows. */
    @Test
    void requestThatMustNotBeHandledTwiceIsNotSentAgain() {
        assertEquals("server 0", get());
        crash();
        assertThrows(
                AssociationLostException.class,
                () -> client.post(relay.uri("/n")).send());
        assertEquals(0, posts.get());
        assertEquals(Code.CHANGED, client.post(relay.uri("/n")).send().code());
        assertEquals(1, posts.get());
    }

    @Test
    void pingFindsTheServerAgain() throws Exception {
        assertEquals("server 0", get());
        crash();
        assertNotNull(client.ping(relay.uri("/")).get(20, TimeUnit.SECONDS));
        assertEquals("server 1", get());
    }

    @Test
    void observationIsRegisteredAgainAsSoonAsAnythingTellsOfTheCrash() throws Exception {
        try (Observation observation = client.observe(relay.uri("/clock"), this)) {
            assertEquals("clock 0", next());
            crash();
            assertEquals("server 1", get());
            assertEquals("lost AssociationLostException", next());
            assertEquals("reregistered", next());
            assertEquals("clock 1", next());
            clocks[1].changed();
            assertEquals("clock 1", next());
            assertNotNull(observation);
        }
    }

    @Test
    void serverThatTakesLeaveIsNotWaitedFor() throws Exception {
        try (Observation observation = client.observe(relay.uri("/clock"), this)) {
            assertEquals("clock 0", next());
            // Its last words still come by the way that they took before: 5.03 to observers, and close_notify.
            first.close();
            assertEquals("lost ErrorResponseException", next());
            crash();
            assertEquals("server 1", get());
            assertEquals(1, client.counters().get(Counter.ASSOCIATIONS_CLOSED));
            assertFalse(observation.isOver());
        }
    }
}
