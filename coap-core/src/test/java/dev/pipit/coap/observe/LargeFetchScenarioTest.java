package dev.pipit.coap.observe;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CONTINUE;
import static dev.pipit.coap.message.Code.FETCH;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static dev.pipit.coap.option.StandardOptions.SIZE1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.resource.Observers;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.LinkConditions;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Observing by a FETCH whose body is larger than a datagram (RFC 8132 §2.4, §2.5). */
class LargeFetchScenarioTest {
    private final VirtualNetwork network = new VirtualNetwork(8);
    private final CoapClient client =
            CoapClient.builder().transport(network.host("192.0.2.3")).build();
    private final Heard heard = new Heard();
    private String state = "0";

    private final ObservableResource resource = ObservableResource.of(
            Resource.builder().fetch(context -> {
                String query = context.request().text();
                return Response.content(state + ":" + query.length());
            }),
            Observers.create(() -> {}, () -> {}));

    private void serve() {
        CoapServer.builder()
                .transport(network.host("192.0.2.1"))
                .directExecutor()
                .observable("/t", resource)
                .start(5683);
    }

    private Observation observe(int bodyBytes) {
        return client.fetch("coap://192.0.2.1/t").payload("q".repeat(bodyBytes)).observe(heard);
    }

    private void change(String next) {
        state = next;
        resource.changed();
        network.run(Duration.ofSeconds(5));
    }

    @Test
    void isEnteredWithTheLastBlockAndHearsOfChanges() {
        serve();
        Observation observation = observe(3000);
        network.run(Duration.ofSeconds(5));
        assertEquals(1, resource.observers().count());
        change("1");
        change("2");
        assertEquals(List.of("0:3000", "1:3000", "2:3000"), heard.states());
        network.run(Duration.ofSeconds(90));
        assertTrue(heard.all.contains("reregistered"));
        assertEquals(1, resource.observers().count());
        change("3");
        assertEquals("3:3000", heard.last());
        observation.close();
        network.run(Duration.ofSeconds(5));
        assertEquals(0, resource.observers().count());
        assertEquals("end null", heard.last());
    }

    @Test
    void holdsTheLastStateInSpiteOfABadNetwork() {
        serve();
        network.conditions(new LinkConditions(0.3, 0.3, 0, 0.3, Duration.ofMillis(20), Duration.ofMillis(500)));
        observe(5000);
        network.run(Duration.ofSeconds(200));
        for (int i = 1; i <= 20; i++) {
            change(Integer.toString(i));
        }
        network.run(Duration.ofSeconds(300));
        assertEquals("20:5000", heard.states().get(heard.states().size() - 1), heard.all::toString);
    }

    @Test
    void sendsAllBlocksWithOneTokenAndTheObserveOption() {
        WireScript server = network.script("192.0.2.1:5683", "192.0.2.3:49152");
        Observation observation = client.fetch("coap://192.0.2.1/t")
                .payload("x".repeat(150).getBytes(java.nio.charset.StandardCharsets.US_ASCII), ContentFormat.CBOR)
                .blockSize(64)
                .observe(heard);
        expect(server, "a", 0L, new Block(0, true, 2));
        // The server wishes for smaller blocks.
        server.send(ACK, CONTINUE).mid("a").token("t").option(BLOCK1, new Block(0, true, 1));
        expect(server, "b", 0L, new Block(2, true, 1));
        server.send(ACK, Code.REQUEST_ENTITY_INCOMPLETE).mid("b").token("t");
        expect(server, "c", 0L, new Block(0, true, 1));
        for (int i = 1; i < 5; i++) {
            server.send(ACK, CONTINUE).mid(i == 1 ? "c" : "d" + i).token("t").option(BLOCK1, new Block(i - 1, true, 1));
            expect(server, "d" + (i + 1), 0L, new Block(i, i < 4, 1));
        }
        server.send(ACK, CONTENT)
                .mid("d5")
                .token("t")
                .option(BLOCK1, new Block(4, false, 1))
                .option(OBSERVE, 7L)
                .payload("0");
        server.send(CON, CONTENT).mid("n").token("t").option(OBSERVE, 8L).payload("1");
        server.expect(ACK, Code.EMPTY).mid("n");
        assertEquals(List.of("0", "1"), heard.all);
        observation.close();
        expect(server, "z", 1L, new Block(0, true, 2));
        server.send(ACK, Code.NOT_FOUND).mid("z").token("t");
        server.expectNothing(Duration.ofMinutes(5));
    }

    private static void expect(WireScript server, String mid, long observe, Block block) {
        server.expect(CON, FETCH, "/t")
                .mid(mid)
                .token("t")
                .option(OBSERVE, observe)
                .option(BLOCK1, block)
                .option(SIZE1, 150L);
    }

    @Test
    void saysSoWhereTheServerTakesNoSuchBody() {
        WireScript server = network.script("192.0.2.1:5683", "192.0.2.3:49152");
        observe(3000);
        server.expect(CON, FETCH, "/t").mid("a").token("t");
        server.send(ACK, Code.REQUEST_ENTITY_TOO_LARGE).mid("a").token("t").option(SIZE1, 500L);
        server.expectNothing(Duration.ofMinutes(5));
        assertEquals(List.of("end ErrorResponseException"), heard.all);
    }

    @Test
    void saysSoWhereTheServerAnswersBeforeTheEnd() {
        WireScript server = network.script("192.0.2.1:5683", "192.0.2.3:49152");
        observe(3000);
        server.expect(CON, FETCH, "/t").mid("a").token("t");
        server.send(ACK, CONTENT).mid("a").token("t").option(OBSERVE, 3L).payload("0");
        server.expectNothing(Duration.ofMinutes(5));
        assertEquals(List.of("end TransferFailedException"), heard.all);
    }
}
