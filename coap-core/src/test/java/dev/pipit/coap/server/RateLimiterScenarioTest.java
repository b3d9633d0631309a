package dev.pipit.coap.server;

import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.TOO_MANY_REQUESTS;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.option.StandardOptions.MAX_AGE;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that answers 4.29 to who asks too often (RFC 8516). */
class RateLimiterScenarioTest {
    private final VirtualNetwork network = new VirtualNetwork(3);
    private final ObservableResource clock = ObservableResource.of(context -> Response.content("now"));
    private CoapServer server = CoapServer.builder().build();

    private WireScript start(RateLimiter limiter) {
        server = CoapServer.builder()
                .transport(network.host("192.0.2.1"))
                .directExecutor()
                .amplification(AmplificationMitigation.OFF)
                .filter(limiter.clock(network::now))
                .get("/t", context -> Response.content("t"))
                .put("/t", context -> Response.changed())
                .observable("/clock", clock)
                .start(5683);
        return peer("192.0.2.2:5683");
    }

    private WireScript peer(String address) {
        return network.script(address, "192.0.2.1:5683");
    }

    @AfterEach
    void stop() {
        server.stop(Duration.ZERO);
    }

    private static void allowed(WireScript peer) {
        peer.send(CON, GET, "/t");
        peer.expect(ACK, CONTENT);
    }

    private static void refused(WireScript peer, long... maxAge) {
        peer.send(CON, GET, "/t");
        peer.expect(ACK, TOO_MANY_REQUESTS).option(MAX_AGE, maxAge.length == 0 ? new Long[0] : new Long[] {maxAge[0]});
    }

    @Test
    @Requirement("R7252-050")
    void saysWhenTheNextRequestMayCome() {
        WireScript peer = start(RateLimiter.perPeer(2, Duration.ofSeconds(20)));
        allowed(peer);
        peer.pause(Duration.ofMillis(500));
        allowed(peer);
        refused(peer, 10);
        peer.pause(Duration.ofSeconds(8));
        refused(peer, 2);
        peer.pause(Duration.ofMillis(1600));
        allowed(peer);
        peer.pause(Duration.ofSeconds(60));
        allowed(peer);
        allowed(peer);
        refused(peer, 10);
    }

    @Test
    void aBurstIsGivenBackAtTheRateOfTheLimit() {
        WireScript peer = start(RateLimiter.perPeer(1, Duration.ofMinutes(1)).burst(3));
        allowed(peer);
        allowed(peer);
        allowed(peer);
        refused(peer); // in 60 s, which is the default of Max-Age
        peer.pause(Duration.ofSeconds(61));
        allowed(peer);
        refused(peer, 59);
    }

    @Test
    void refusalsAreLimitedAsWell() {
        WireScript peer = start(RateLimiter.perPeer(2, Duration.ofHours(1)));
        allowed(peer);
        allowed(peer);
        refused(peer, 1800);
        refused(peer, 1800);
        peer.send(CON, PUT, "/t").mid("m");
        peer.expect(ACK, EMPTY).mid("m");
        peer.send(NON, PUT, "/t");
        peer.expectNothing(Duration.ofSeconds(1));
    }

    @Test
    void peersAreLimitedByThemselvesWhateverTheirPort() {
        WireScript peer = start(RateLimiter.perPeer(1, Duration.ofSeconds(50)));
        allowed(peer);
        refused(peer.atPort(9999), 50);
        WireScript other = peer("192.0.2.3:5683");
        other.send(CON, PUT, "/t");
        other.expect(ACK, CHANGED);
    }

    @Test
    void beyondTheBoundNewcomersShareALimit() {
        RateLimiter limiter =
                RateLimiter.perPeer(2, Duration.ofSeconds(20)).maxPeers(2).clock(network::now);
        WireScript first = start(limiter);
        allowed(first);
        allowed(peer("192.0.2.3:5683"));
        WireScript third = peer("192.0.2.4:5683");
        WireScript fourth = peer("192.0.2.5:5683");
        allowed(third);
        allowed(fourth);
        refused(third, 10);
        refused(fourth, 10);
        allowed(first);
        // Who has its whole burst again makes room.
        first.pause(Duration.ofSeconds(30));
        allowed(third);
        allowed(fourth);
        allowed(third);
        allowed(fourth);
        refused(third, 10);
    }

    @Test
    void notificationsAreNotCounted() {
        WireScript peer = start(RateLimiter.perPeer(1, Duration.ofHours(1)));
        peer.send(CON, GET, "/clock").option(OBSERVE, 0L).mid("m").token("t");
        peer.expect(ACK, CONTENT).mid("m");
        for (int i = 0; i < 3; i++) {
            clock.changed();
            peer.expect(CON, CONTENT).mid("n" + i).token("t").payload("now");
            peer.send(ACK, EMPTY).mid("n" + i);
            peer.pause(Duration.ofSeconds(10));
        }
    }

    @Test
    void aPathWithoutAResourcePassesNoFilter() {
        WireScript peer = start(RateLimiter.perPeer(1, Duration.ofHours(1)));
        for (int i = 0; i < 3; i++) {
            peer.send(CON, GET, "/nothing");
            peer.expect(ACK, NOT_FOUND);
        }
        allowed(peer);
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertEquals(
                "requests: 0 (expected: at least 1)",
                assertThrows(IllegalArgumentException.class, () -> RateLimiter.perPeer(0, Duration.ofSeconds(1)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> RateLimiter.perPeer(1, Duration.ZERO));
        RateLimiter limiter = RateLimiter.perPeer(1, Duration.ofSeconds(1));
        assertThrows(IllegalArgumentException.class, () -> limiter.burst(0));
        RateLimiter slow = RateLimiter.perPeer(1, Duration.ofDays(300));
        assertThrows(IllegalArgumentException.class, () -> slow.burst(1000));
        assertThrows(IllegalArgumentException.class, () -> limiter.maxPeers(0));
    }
}
