package dev.pipit.coap.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.NotObservedException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObservationListener;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.transport.UdpConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Observers on several event loops of a server whose handlers run on worker threads. */
@Timeout(90)
final class ObserveLoopsIT {
    private static final int CLIENTS = 12;
    private static final int CHANGES = 5_000;

    private final AtomicInteger state = new AtomicInteger();
    private final ObservableResource resource =
            ObservableResource.of(context -> Response.content(Integer.toString(state.get())));
    private final List<CoapClient> clients = new ArrayList<>();
    private @Nullable CoapServer server;

    private CoapServer serve(int mostObservers) {
        CoapServer started = CoapServer.builder()
                .udp(UdpConfig.SERVER.eventLoops(3))
                .observable("/t", resource)
                .observe(config -> config.limits(mostObservers, mostObservers, mostObservers)
                        .nonSpacing(Duration.ZERO))
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .start();
        server = started;
        return started;
    }

    @AfterEach
    void closeAll() {
        clients.forEach(CoapClient::close);
        if (server != null) {
            server.stop(Duration.ZERO);
        }
    }

    private void observe(String uri, ObservationListener listener) {
        CoapClient client = CoapClient.create();
        clients.add(client);
        client.observe(uri, listener);
    }

    /** What one client hears; told by its event loop. */
    private static final class Hearer implements ObservationListener {
        private final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch last = new CountDownLatch(1);
        private volatile int newest = -1;
        private volatile @Nullable String wrong;

        @Override
        public void onNotification(Response response) {
            int next = Integer.parseInt(response.text());
            if (next < newest) {
                wrong = next + " after " + newest;
            }
            newest = next;
            first.countDown();
            if (next == CHANGES) {
                last.countDown();
            }
        }
    }

    @Test
    void noneHearsOfAnOlderStateAfterANewerOneAndAllOfTheLast() throws InterruptedException {
        String uri = serve(CLIENTS).uri("/t");
        List<Hearer> hearers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Hearer hearer = new Hearer();
            hearers.add(hearer);
            if (i == CLIENTS / 2) {
                // The other half comes while the state changes.
                Thread changing = new Thread(this::changeOften);
                changing.setDaemon(true);
                changing.start();
            }
            observe(uri, hearer);
            assertTrue(hearer.first.await(20, TimeUnit.SECONDS));
        }
        for (Hearer each : hearers) {
            assertTrue(each.last.await(40, TimeUnit.SECONDS), () -> "the last that came: " + each.newest);
            assertEquals(null, each.wrong);
        }
        assertEquals(CLIENTS, resource.observers().count());
    }

    private void changeOften() {
        while (state.get() < CHANGES) {
            state.incrementAndGet();
            resource.changed();
        }
    }

    @Test
    void theLoopsOfAServerShareItsLimit() throws InterruptedException {
        String uri = serve(5).uri("/t");
        CountDownLatch answered = new CountDownLatch(CLIENTS);
        AtomicInteger refused = new AtomicInteger();
        for (int i = 0; i < CLIENTS; i++) {
            observe(uri, new ObservationListener() {
                private boolean told;

                @Override
                public void onNotification(Response response) {
                    if (!told) {
                        told = true;
                        answered.countDown();
                    }
                }

                @Override
                public void onEnd(@Nullable CoapException reason) {
                    refused.addAndGet(reason instanceof NotObservedException ? 1 : 0);
                }
            });
        }
        assertTrue(answered.await(30, TimeUnit.SECONDS));
        assertEquals(5, resource.observers().count());
        clients.forEach(CoapClient::close);
        assertEquals(CLIENTS - 5, refused.get());
    }
}
