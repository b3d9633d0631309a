package dev.pipit.coap.examples.interop;

import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.examples.plugtest.InRole;
import dev.pipit.coap.examples.plugtest.Role;
import dev.pipit.coap.examples.plugtest.TestDescription;
import dev.pipit.coap.link.Link;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.port.TransmissionParameters;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugtests that libcoap's server can play, with what it has: PUT makes what it has not. */
@InRole(Role.CLIENT_WITH_LIBCOAP)
class PlugtestLibcoapServerIT {
    private static Libcoap.Server server;

    private final Recording recording = new Recording();
    private final CoapClient client = CoapClient.builder().listener(recording).build();

    @BeforeAll
    static void start() throws Exception {
        Libcoap.require();
        server = Libcoap.Server.start("127.0.0.1");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    private Response send(MessageType type, Code method, String path, String payload) {
        ClientRequest request = client.request(method, server.uri() + path);
        if (!payload.isEmpty()) {
            request.payload(payload);
        }
        recording.clear();
        Response response = (type == NON ? request.nonConfirmable() : request).send();
        UdpMessage asked = recording.sent(0);
        UdpMessage answered = recording.received().get(0);
        assertEquals(type, asked.type());
        assertEquals(type == NON ? NON : ACK, answered.type());
        assertEquals(asked.token(), answered.token());
        assertEquals(response.code(), answered.code());
        return response;
    }

    @TestDescription({
        "TD_COAP_CORE_01",
        "TD_COAP_CORE_02",
        "TD_COAP_CORE_03",
        "TD_COAP_CORE_04",
        "TD_COAP_CORE_05",
        "TD_COAP_CORE_06",
        "TD_COAP_CORE_07",
        "TD_COAP_CORE_08"
    })
    @ParameterizedTest
    @EnumSource(names = {"CON", "NON"})
    void everyMethod(MessageType type) {
        assertEquals(Code.CREATED, send(type, Code.PUT, "/test", "put").code());
        assertEquals("put", send(type, Code.GET, "/test", "").text());
        assertEquals(Code.CHANGED, send(type, Code.POST, "/test", "post").code());
        assertEquals("post", send(type, Code.GET, "/test", "").text());
        assertEquals(Code.DELETED, send(type, Code.DELETE, "/test", "").code());
        assertEquals(Code.NOT_FOUND, send(type, Code.GET, "/test", "").code());
    }

    @TestDescription({"TD_COAP_CORE_09", "TD_COAP_CORE_11", "TD_COAP_CORE_17"})
    @ParameterizedTest
    @EnumSource(names = {"CON", "NON"})
    void separateResponse(MessageType type) throws Exception {
        ClientRequest request = client.get(server.uri() + "/async?1");
        Response response = (type == NON ? request.nonConfirmable() : request).send();
        assertEquals("done", response.text());
        List<UdpMessage> received = recording.received();
        if (type == CON) {
            assertEquals(UdpMessage.empty(ACK, recording.sent(0).messageId()), received.get(0));
            recording.awaitSent(UdpMessage.empty(ACK, received.get(1).messageId())::equals);
        }
        assertEquals(type, received.get(received.size() - 1).type());
    }

    @TestDescription({"TD_COAP_CORE_10", "TD_COAP_CORE_12"})
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8})
    void tokens(int length) {
        byte[] token = new byte[length];
        client.get(server.uri() + "/time").token(Token.of(token)).send();
        assertEquals(Token.of(token), recording.sent(0).token());
        assertEquals(Token.of(token), recording.received().get(0).token());
    }

    @TestDescription({"TD_COAP_CORE_13", "TD_COAP_CORE_14"})
    @Test
    void pathsAndQueries() {
        assertEquals(Code.CREATED, send(CON, Code.PUT, "/seg1/seg2/seg3", "x").code());
        assertEquals("x", send(CON, Code.GET, "/seg1/seg2/seg3", "").text());
        assertEquals(Code.DELETED, send(CON, Code.DELETE, "/seg1/seg2/seg3", "").code());
        assertTrue(send(CON, Code.GET, "/time?first=1&ticks&third=3", "").isSuccess());
    }

    @TestDescription("TD_COAP_CORE_15")
    @Test
    void lostResponse() throws Exception {
        // The first datagram of this server is its answer to the ping.
        try (Libcoap.Server lossy = Libcoap.Server.start("127.0.0.1", "-l", "2");
                CoapClient patient = CoapClient.builder()
                        .transmission(TransmissionParameters.DEFAULT.ackTimeout(Duration.ofMillis(200)))
                        .build()) {
            assertTrue(patient.get(lossy.uri() + "/time").send().isSuccess());
            assertTrue(patient.counters().get(Counter.RETRANSMISSIONS) >= 1);
        }
    }

    @TestDescription("TD_COAP_CORE_31")
    @Test
    void ping() {
        assertTrue(client.ping(server.uri()).join().toNanos() > 0);
    }

    @TestDescription({"TD_COAP_BLOCK_01", "TD_COAP_BLOCK_02", "TD_COAP_BLOCK_03", "TD_COAP_BLOCK_06"})
    @ParameterizedTest
    @ValueSource(ints = {16, 64, 1024})
    void bodiesInBlocks(int size) {
        byte[] body = new byte[2500];
        new SplittableRandom(size).nextBytes(body);
        String uri = server.uri() + "/example_data";
        assertTrue(client.put(uri)
                .blockSize(size)
                .payload(body, ContentFormat.OCTET_STREAM)
                .send()
                .isSuccess());
        assertArrayEquals(body, client.get(uri).send().payload());
        assertArrayEquals(body, client.get(uri).blockSize(size).send().payload());
    }

    @TestDescription({
        "TD_COAP_LINK_01",
        "TD_COAP_LINK_02",
        "TD_COAP_LINK_03",
        "TD_COAP_LINK_05",
        "TD_COAP_LINK_07",
        "TD_COAP_LINK_08"
    })
    @ParameterizedTest
    @CsvSource({
        "'',/ /time /async /example_data",
        "?rt=ticks,/time",
        "?rt=*,/time",
        "?if=cl*,/time",
        "?href=/time,/time",
        "?href=/t*,/time",
        "?rt=nothing,''"
    })
    void links(String query, String expected) {
        List<Link> links = client.discover(server.uri() + "/.well-known/core" + query);
        assertEquals(expected, String.join(" ", links.stream().map(Link::target).toList()));
    }

    /** States as they come, at most so long after each other. */
    private static String next(BlockingQueue<String> states) throws InterruptedException {
        String state = states.poll(20, TimeUnit.SECONDS);
        assertTrue(state != null, "no notification within 20 s");
        return state;
    }

    @TestDescription({"TD_COAP_OBS_01", "TD_COAP_OBS_10", "TD_COAP_OBS_12"})
    @Test
    void confirmableNotifications() throws Exception {
        BlockingQueue<String> states = new LinkedBlockingQueue<>();
        Observation observation = client.observe(server.uri() + "/time?ticks", state -> states.add(state.text()));
        long time = Long.parseLong(next(states));
        for (int i = 0; i < 3; i++) {
            long later = Long.parseLong(next(states));
            assertTrue(later > time, later + " after " + time);
            time = later;
        }
        UdpMessage notification = recording.received().get(2);
        assertEquals(CON, notification.type());
        recording.awaitSent(UdpMessage.empty(ACK, notification.messageId())::equals);

        assertTrue(client.get(server.uri() + "/time?ticks").send().isSuccess());
        assertTrue(Long.parseLong(next(states)) > time);

        observation.close();
        states.clear();
        // The answer to the deregistration comes; after it no notification does, though the time goes on.
        client.get(server.uri() + "/async?3").send();
        assertTrue(states.size() <= 1, states::toString);
    }

    @TestDescription("TD_COAP_OBS_02")
    @Test
    void nonConfirmableNotifications() throws Exception {
        try (Libcoap.Server non = Libcoap.Server.start("127.0.0.1", "-N")) {
            BlockingQueue<String> states = new LinkedBlockingQueue<>();
            try (Observation observation =
                    client.get(non.uri() + "/time").nonConfirmable().observe(state -> states.add(state.text()))) {
                for (int i = 0; i < 4; i++) {
                    next(states);
                }
                assertTrue(observation.isCurrent() || !observation.isOver());
            }
            assertTrue(recording.received().stream().allMatch(message -> message.type() == NON));
        }
    }
}
