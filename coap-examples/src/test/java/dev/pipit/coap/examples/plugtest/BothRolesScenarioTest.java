package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.testing.LinkConditions;
import dev.pipit.coap.testing.LoggedDatagram;
import dev.pipit.coap.testing.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugtests with loss, with our client and our server, and what they say to each other. */
@InRole(Role.BOTH)
class BothRolesScenarioTest {
    private static final String CLIENT = "192.0.2.3";
    private static final LinkConditions SLOW =
            LinkConditions.PERFECT.delay(Duration.ofMillis(20)).jitter(Duration.ofMillis(30));

    private VirtualNetwork network = new VirtualNetwork(0);
    private CoapClient client = CoapClient.create();

    private void start(long seed, double loss) {
        network = new VirtualNetwork(seed).conditions(SLOW.loss(loss));
        PlugtestServer.start(network);
        client = CoapClient.builder().transport(network.host(CLIENT)).build();
    }

    private static ClientRequest at(String path, CoapClient client) {
        return client.get("coap://" + PlugtestServer.HOST + path);
    }

    /** The response to a request, however often its messages get lost. */
    private Response exchange(ClientRequest request) {
        CompletableFuture<Response> response = request.sendAsync();
        for (int seconds = 0; seconds < 600 && !response.isDone(); seconds++) {
            network.run(Duration.ofSeconds(1));
        }
        return response.join();
    }

    private List<UdpMessage> sentBy(String host) {
        List<UdpMessage> messages = new ArrayList<>();
        for (LoggedDatagram datagram : network.log().all()) {
            if (datagram.from().getAddress().getHostAddress().equals(host)
                    && datagram.datagram() instanceof UdpMessage message) {
                messages.add(message);
            }
        }
        return messages;
    }

    private long lost(String host) {
        return network.log()
                .filter(datagram -> datagram.fate() == LoggedDatagram.Fate.LOST
                        && datagram.from().getAddress().getHostAddress().equals(host))
                .size();
    }

    /** Each CON that was sent more than once is one that was lost, or whose answer was. */
    private long retransmissions(String host) {
        Set<Integer> known = new HashSet<>();
        return sentBy(host).stream()
                .filter(message -> message.type() == MessageType.CON && !known.add(message.messageId()))
                .count();
    }

    @TestDescription("TD_COAP_CORE_15")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void piggybackedResponses(long seed) {
        start(seed, 0.2);
        for (int i = 0; i < 20; i++) {
            assertEquals("test", exchange(at("/test", client)).text());
        }
        assertTrue(lost(CLIENT) > 0 && lost(PlugtestServer.HOST) > 0);
        assertEquals(lost(CLIENT) + lost(PlugtestServer.HOST), retransmissions(CLIENT));
    }

    @TestDescription("TD_COAP_CORE_16")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void separateResponses(long seed) {
        start(seed, 0.2);
        for (int i = 0; i < 20; i++) {
            assertEquals(
                    "a separate response", exchange(at("/separate", client)).text());
            network.run(Duration.ofMinutes(2));
        }
        assertTrue(lost(CLIENT) > 0 && lost(PlugtestServer.HOST) > 0);
        assertTrue(retransmissions(CLIENT) > 0 && retransmissions(PlugtestServer.HOST) > 0);
        // The arrival of the response stops the retransmission of the request.
        Map<Object, Long> answered = new HashMap<>();
        for (LoggedDatagram datagram : network.log().all()) {
            UdpMessage message = (UdpMessage) datagram.datagram();
            if (message.code() == Code.CONTENT && datagram.fate() == LoggedDatagram.Fate.SENT) {
                answered.putIfAbsent(
                        message.token(),
                        datagram.atNanos() + SLOW.delay().plus(SLOW.jitter()).toNanos());
            } else if (message.code() == Code.GET) {
                assertTrue(datagram.atNanos() <= answered.getOrDefault(message.token(), Long.MAX_VALUE));
            }
        }
    }

    @TestDescription({"TD_COAP_BLOCK_01", "TD_COAP_BLOCK_02", "TD_COAP_BLOCK_06"})
    @ParameterizedTest
    @ValueSource(ints = {0, 16, 64, 256, 1024})
    void getInBlocks(int size) {
        start(size, 0.1);
        ClientRequest request = at("/large", client);
        Response response = exchange(size == 0 ? request : request.blockSize(size));
        assertArrayEquals(Bodies.large(), response.payload());
    }

    @TestDescription({"TD_COAP_BLOCK_03", "TD_COAP_BLOCK_04", "TD_COAP_BLOCK_05"})
    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256, 1024})
    void putAndPostInBlocks(int size) {
        start(size, 0.1);
        byte[] body = Bodies.numbers(2500);
        String base = "coap://" + PlugtestServer.HOST;
        Response updated =
                exchange(client.put(base + "/large-update").blockSize(size).payload(body, TEXT_PLAIN));
        assertEquals(Code.CHANGED, updated.code());
        assertArrayEquals(body, exchange(at("/large-update", client)).payload());

        Response created =
                exchange(client.post(base + "/large-create").blockSize(size).payload(body, TEXT_PLAIN));
        assertEquals("/large-create/1", created.location().orElseThrow());
        assertArrayEquals(body, exchange(at("/large-create/1", client)).payload());

        Response posted =
                exchange(client.post(base + "/large-post").blockSize(size).payload(body, TEXT_PLAIN));
        assertTrue(posted.text().startsWith("received 2500 bytes "), posted::text);
        assertEquals(1280, posted.payload().length);
    }

    @TestDescription("TD_COAP_OBS_11")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void oneNotificationAtATime(long seed) {
        start(seed, 0.2);
        List<String> shown = new ArrayList<>();
        client.observe("coap://" + PlugtestServer.HOST + "/obs", state -> shown.add(state.text()));
        network.run(Duration.ofMinutes(10));
        assertTrue(retransmissions(PlugtestServer.HOST) > 0);
        assertTrue(shown.size() > 60, shown::toString);
        // None is sent again when there is a newer one.
        Set<Integer> past = new HashSet<>();
        int current = -1;
        for (UdpMessage message : sentBy(PlugtestServer.HOST)) {
            if (message.type() == MessageType.CON && message.messageId() != current) {
                past.add(current);
                current = message.messageId();
                assertTrue(!past.contains(current), () -> "one of several at a time: " + message);
            }
        }
        // What is shown is never older than what was shown before.
        int newest = -1;
        for (String state : shown) {
            int number = Integer.parseInt(state.substring("change ".length()));
            assertTrue(number >= newest, shown::toString);
            newest = number;
        }
        assertTrue(newest >= 110, shown::toString);
    }

    @TestDescription({"TD_COAP_OBS_13", "TD_COAP_OBS_14"})
    @ParameterizedTest
    @ValueSource(strings = {"/obs-large", "/obs-pumping", "/obs-pumping-non"})
    void largeStates(String path) {
        start(9, 0.2);
        List<String> shown = new ArrayList<>();
        client.observe("coap://" + PlugtestServer.HOST + path, state -> shown.add(state.text()));
        network.run(Duration.ofMinutes(5));
        assertTrue(shown.size() > 20, shown::toString);
        for (String state : shown) {
            int number = Integer.parseInt(state.substring("change ".length()).split(" ")[0]);
            boolean large = path.equals("/obs-large") || number % 2 == 1;
            assertEquals(large ? 1280 : ("change " + number).length(), state.length());
            assertTrue(!large || state.endsWith("9".repeat(63) + "\n"));
        }
    }
}
