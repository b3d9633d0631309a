package dev.pipit.coap.observe;

import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.resource.Observers;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.server.CoapServerBuilder;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A server with an observable resource "/t" at 192.0.2.1, which asks no client to show where it is, and a scripted
 * client at 192.0.2.2.
 */
final class ObservedServer {
    final VirtualNetwork network;
    final List<String> hooks = new ArrayList<>();
    final ObservableResource resource = ObservableResource.of(
            Resource.builder().get(context -> render()).fetch(context -> render()),
            Observers.create(() -> hooks.add("first"), () -> hooks.add("last")));
    final CoapServer server;
    final WireScript client;
    Response state = Response.content("0");
    int renderings;

    ObservedServer() {
        this(UnaryOperator.identity());
    }

    ObservedServer(UnaryOperator<CoapServerBuilder> configuration) {
        network = new VirtualNetwork(7);
        CoapServerBuilder builder = CoapServer.builder()
                .transport(network.host("192.0.2.1"))
                .directExecutor()
                .amplification(AmplificationMitigation.OFF)
                .observable("/t", resource)
                .stopTimeout(Duration.ZERO);
        server = configuration.apply(builder).start(5683);
        client = network.script("192.0.2.2:5683", "192.0.2.1:5683");
    }

    private Response render() {
        renderings++;
        return state;
    }

    void change(String text) {
        change(Response.content(text));
    }

    void change(Response next) {
        state = next;
        resource.changed();
    }

    /** The client registers with a CON GET and is entered in the list. */
    WireReceipt register(String token) {
        client.send(MessageType.CON, Code.GET, "/t").token(token).option(StandardOptions.OBSERVE, 0L);
        return client.expect(MessageType.ACK, Code.CONTENT).token(token);
    }

    /** The client expects a notification. */
    WireReceipt expect(MessageType type, String token, String payload) {
        return client.expect(type, Code.CONTENT).token(token).payload(payload);
    }

    /** The client expects a confirmable notification and acknowledges it. */
    WireReceipt acknowledge(String token, String payload) {
        WireReceipt receipt = expect(MessageType.CON, token, payload);
        client.send(MessageType.ACK, Code.EMPTY).mid(receipt.message().messageId());
        return receipt;
    }

    static long sequence(WireReceipt receipt) {
        return receipt.message()
                .message()
                .options()
                .get(StandardOptions.OBSERVE)
                .orElseThrow();
    }
}
