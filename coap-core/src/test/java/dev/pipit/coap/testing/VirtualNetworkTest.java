package dev.pipit.coap.testing;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.testing.LoggedDatagram.Fate;
import dev.pipit.coap.transport.Binding;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualNetworkTest {
    private static final RequestPort.Receiver SERVER =
            (request, nowNanos) -> request.respond(Response.content("22.3 C"), nowNanos);

    private final VirtualNetwork network = new VirtualNetwork(7);

    private WireScript clientOf(RequestPort.Receiver server) {
        network.host("192.0.2.1").endpoint(5683, EndpointConfig.DEFAULT, server);
        return network.script("192.0.2.2:61616", "192.0.2.1:5683");
    }

    private void flood(WireScript client, int count) {
        for (int i = 0; i < count; i++) {
            client.send(NON, GET, "/t");
            client.pause(Duration.ofMillis(10));
        }
    }

    private long fates(Fate fate) {
        return network.log().filter(datagram -> datagram.fate() == fate).size();
    }

    @Test
    void carriesDatagramsInTheTimeGiven() {
        network.conditions(LinkConditions.PERFECT.delay(Duration.ofMillis(30)));
        WireScript client = clientOf(SERVER);

        client.send(CON, GET, "/temperature").mid("m").token("t");
        client.expect(ACK, CONTENT).mid("m").token("t").payload("22.3 C").after(Duration.ofMillis(60));
        assertEquals(60_000_000, network.now());
    }

    @Test
    void losesDatagramsAsOftenAsAsked() {
        network.conditions(LinkConditions.PERFECT.loss(0.3));
        flood(clientOf(SERVER), 2000);

        double lost = (double) fates(Fate.LOST) / network.log().count();
        assertTrue(lost > 0.26 && lost < 0.34, () -> "lost: " + lost);
    }

    @Test
    void duplicatesAndCorruptsDatagramsAsOftenAsAsked() {
        network.conditions(LinkConditions.PERFECT.duplication(0.2).corruption(0.1));
        flood(clientOf(SERVER), 2000);

        double sent = network.log().count() - fates(Fate.DUPLICATE);
        assertEquals(0.2, fates(Fate.DUPLICATE) / sent, 0.04);
        assertEquals(0.1, fates(Fate.CORRUPTED) / sent, 0.04);
    }

    @Test
    void reordersDatagrams() {
        List<Integer> seen = new ArrayList<>();
        network.link("192.0.2.2", "192.0.2.1", LinkConditions.PERFECT.reordering(0.1));
        WireScript client = clientOf((request, nowNanos) ->
                seen.add(Integer.parseInt(request.request().path().substring(1))));
        for (int i = 0; i < 100; i++) {
            client.send(NON, GET, "/" + i);
            client.pause(Duration.ofMillis(10));
        }
        client.pause(Duration.ofSeconds(2));

        assertEquals(100, seen.size());
        assertNotEquals(seen.stream().sorted().toList(), seen);
    }

    @Test
    void doesTheSameWithTheSameSeed() {
        assertEquals(courseOf(3), courseOf(3));
        assertNotEquals(courseOf(3), courseOf(4));
    }

    private static String courseOf(long seed) {
        VirtualNetwork network = new VirtualNetwork(seed);
        network.conditions(new LinkConditions(0.2, 0.2, 0.1, 0.1, Duration.ZERO, Duration.ofMillis(50)));
        network.host("192.0.2.1").endpoint(5683, EndpointConfig.DEFAULT, SERVER);
        WireScript client = network.script("192.0.2.2:61616", "192.0.2.1:5683");
        for (int i = 0; i < 50; i++) {
            client.send(CON, GET, "/t");
            client.pause(Duration.ofMillis(10));
        }
        return network.log().toString();
    }

    @Test
    void partitionsAndHeals() {
        WireScript client = clientOf(SERVER);
        network.partition("192.0.2.1", "192.0.2.2");
        client.send(CON, GET, "/t").mid("m");
        client.expectNothing(Duration.ofSeconds(10));

        network.heal("192.0.2.1", "192.0.2.2");
        client.sendAgain();
        client.expect(ACK, CONTENT).mid("m");
    }

    @Test
    void dropsTheNextDatagramsOnly() {
        WireScript client = clientOf(SERVER);
        network.dropNext("192.0.2.1", "192.0.2.2", 1);
        client.send(CON, GET, "/t").mid("m");
        client.expectNothing(Duration.ofSeconds(1));
        client.sendAgain();
        client.expect(ACK, CONTENT).mid("m");
    }

    @Test
    void followsAHostToItsNewAddress() {
        WireScript client = network.script("192.0.2.2:61616", "192.0.2.9:5683");
        VirtualTransport host = network.host("192.0.2.1");
        host.endpoint(5683, EndpointConfig.DEFAULT, SERVER);
        host.moveTo("192.0.2.9");

        client.send(CON, GET, "/t").mid("m");
        client.expect(ACK, CONTENT).mid("m");
        assertEquals("192.0.2.9", network.host("192.0.2.9").address().getHostAddress());
    }

    @Test
    void losesEverythingInACrash() {
        WireScript client = clientOf(SERVER);
        network.host("192.0.2.1").crash();
        client.send(CON, GET, "/t").mid("m");
        client.expectNothing(Duration.ofSeconds(1));

        network.host("192.0.2.1").endpoint(5683, EndpointConfig.DEFAULT, SERVER);
        client.sendAgain();
        client.expect(ACK, CONTENT).mid("m");
    }

    @Test
    void bindsWildcardAndFreePorts() throws IOException {
        VirtualTransport host = network.host("2001:db8::1");
        Binding first = bind(host, "::", 0);
        Binding second = bind(host, "::", 0);

        assertEquals("2001:db8:0:0:0:0:0:1", first.localAddress().getAddress().getHostAddress());
        assertNotEquals(0, first.localAddress().getPort());
        assertNotEquals(first.localAddress(), second.localAddress());
    }

    @Test
    void refusesForeignAndTakenAddresses() throws IOException {
        VirtualTransport host = network.host("192.0.2.1");
        Binding binding = bind(host, "192.0.2.1", 5683);

        assertThrows(BindException.class, () -> bind(host, "192.0.2.7", 5683));
        assertThrows(BindException.class, () -> bind(host, "0.0.0.0", 5683));
        binding.close().join();
        assertFalse(binding.execute(nowNanos -> {}));
        assertEquals(5683, bind(host, "0.0.0.0", 5683).localAddress().getPort());
    }

    private static Binding bind(VirtualTransport host, String address, int port) throws IOException {
        return host.bind(
                        Addresses.of(address, port),
                        (binding, out, random) -> new CoapEndpoint(EndpointConfig.DEFAULT, out, SERVER, random))
                .get(0);
    }

    @Test
    void runsTasksOnTheLoop() throws IOException {
        Binding binding = bind(network.host("192.0.2.1"), "192.0.2.1", 5683);
        List<String> done = new ArrayList<>();
        assertTrue(binding.execute(nowNanos -> done.add(nowNanos + " " + binding.inLoop())));
        assertEquals(List.of(), done);
        network.runUntilQuiet();
        assertEquals(List.of("0 true"), done);
        assertFalse(binding.inLoop());
    }

    @Test
    void doesWhatIsScheduledWhenItsTimeHasCome() {
        VirtualNetwork network = new VirtualNetwork(1);
        List<String> done = new ArrayList<>();
        network.schedule(Duration.ofSeconds(2), () -> done.add("2 at " + network.now() / 1_000_000_000));
        network.schedule(Duration.ofSeconds(1), () -> {
            done.add("1 at " + network.now() / 1_000_000_000);
            network.schedule(Duration.ofSeconds(2), () -> done.add("3 at " + network.now() / 1_000_000_000));
        });
        network.run(Duration.ofMillis(2500));
        assertEquals(List.of("1 at 1", "2 at 2"), done);
        network.runUntilQuiet();
        assertEquals(List.of("1 at 1", "2 at 2", "3 at 3"), done);
        assertThrows(IllegalArgumentException.class, () -> network.schedule(Duration.ofMillis(-1), () -> {}));
    }

    @Test
    void refusesToRunWithinARun() throws IOException {
        Binding binding = bind(network.host("192.0.2.1"), "192.0.2.1", 5683);
        binding.execute(nowNanos -> network.run(Duration.ofSeconds(1)));
        assertThrows(IllegalStateException.class, network::runUntilQuiet);
    }

    @Test
    void showsTheWholeExchangeWhenAScriptFails() {
        WireScript client = clientOf(SERVER);
        client.send(CON, GET, "/temperature").mid(0x7d34).token(dev.pipit.coap.message.Token.of((byte) 0x20));
        AssertionError error = assertThrows(AssertionError.class, () -> client.expect(CON, CONTENT));

        String text = String.valueOf(error.getMessage());
        assertTrue(text.contains("expected CON 2.05 Content, but got ACK 2.05 Content"), text);
        assertTrue(text.contains("CON 7d34 token 20 GET [Uri-Path:temperature]"), text);
        assertTrue(text.contains("ACK 7d34 token 20 2.05 Content"), text);
        assertTrue(text.contains("\"22.3 C\""), text);
    }

    @Test
    void failsAScriptThatWaitsInVain() {
        WireScript client = clientOf(SERVER);
        assertThrows(AssertionError.class, () -> client.expect(CON, CONTENT));
        client.send(CON, GET, "/t");
        assertThrows(AssertionError.class, () -> client.expectNothing(Duration.ofSeconds(1)));
        assertThrows(AssertionError.class, () -> client.expect(ACK, CONTENT).after(Duration.ZERO));
    }
}
