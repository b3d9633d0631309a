package dev.pipit.coap.server;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;

import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server gives a long token (RFC 8974) back, whatever it answers. */
class LongTokenScenarioTest {
    private static final Token LONG = Token.of(new byte[300]);

    private final VirtualNetwork network = new VirtualNetwork(3);
    private final ObservableResource clock = ObservableResource.of(context -> Response.content("now"));
    private final CoapServer server = CoapServer.builder()
            .transport(network.host("192.0.2.1"))
            .directExecutor()
            .amplification(AmplificationMitigation.OFF)
            .endpoint(endpoint -> endpoint.maxTokenLength(300))
            .observable("/clock", clock)
            .get("/large", context -> Response.content("x".repeat(1100)))
            .start(5683);
    private final WireScript peer = network.script("192.0.2.2:5683", "192.0.2.1:5683");

    @Test
    void inNotifications() {
        peer.send(CON, GET, "/clock").option(OBSERVE, 0L).mid("m").token(LONG);
        peer.expect(ACK, CONTENT).mid("m").token(LONG);
        clock.changed();
        peer.expect(CON, CONTENT).mid("n").token(LONG).payload("now");
        peer.send(ACK, EMPTY).mid("n");
        server.stop(Duration.ZERO);
    }

    @Test
    void inBlocksThatLeaveRoomForIt() {
        peer.send(CON, GET, "/large").token(LONG);
        peer.expect(ACK, CONTENT).token(LONG).option(BLOCK2, new Block(0, true, 5));
        server.stop(Duration.ZERO);
    }
}
