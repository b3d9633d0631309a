package dev.pipit.coap.freshness;

import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testing.LoggedDatagram;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** An endpoint that answers with a body of 1000 bytes, and a peer that may or may not be where it says to be. */
final class Limited {
    static final byte[] BODY = new byte[1000];

    /** What Ethernet, IPv4 and UDP add to a message. */
    private static final int HEADERS = 14 + 20 + 8;

    static {
        new SplittableRandom(1000).nextBytes(BODY);
    }

    final Scenario scenario;

    Limited(AmplificationMitigation mitigation) {
        this(config -> config.amplification(mitigation));
    }

    Limited(UnaryOperator<FreshnessConfig> change) {
        scenario = new Scenario(1, EndpointConfig.DEFAULT.freshness(change.apply(FreshnessConfig.DEFAULT)));
        scenario.answers(request -> Response.content(BODY, ContentFormat.OCTET_STREAM));
    }

    /** The peer is pinged. */
    WireReceipt expectPing() {
        return scenario.peer.expect(MessageType.CON, Code.EMPTY).mid("ping");
    }

    /** A peer asks, and asks again, and does not answer the pings that come meanwhile. */
    static void staySilent(WireScript peer) {
        peer.expect(MessageType.CON, Code.EMPTY);
        peer.expect(MessageType.CON, Code.EMPTY);
        peer.pause(Duration.ofSeconds(2));
        peer.sendAgain();
        peer.expect(MessageType.CON, Code.EMPTY);
        peer.expect(MessageType.CON, Code.EMPTY);
    }

    /** The peer answers the ping. */
    void pong() {
        scenario.peer.send(MessageType.RST, Code.EMPTY).mid("ping");
    }

    /** The Echo of a message. */
    static byte[] echoOf(WireReceipt receipt) {
        return Objects.requireNonNull(receipt.message().message())
                .options()
                .get(StandardOptions.ECHO)
                .orElseThrow();
    }

    /** How many times the bytes that came from an address have gone there, with the headers of Ethernet, IP and UDP. */
    double amplification(String address) {
        long in = scenario.network.log().from(address).stream()
                .mapToLong(Limited::onWire)
                .sum();
        long out =
                scenario
                        .network
                        .log()
                        .filter(datagram ->
                                datagram.to().getAddress().getHostAddress().equals(address))
                        .stream()
                        .mapToLong(Limited::onWire)
                        .sum();
        return (double) out / in;
    }

    private static long onWire(LoggedDatagram datagram) {
        return (long) datagram.bytes().length + HEADERS;
    }
}
