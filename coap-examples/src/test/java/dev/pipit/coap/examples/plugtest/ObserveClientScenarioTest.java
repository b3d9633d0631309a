package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.NOT_ACCEPTABLE;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.MAX_AGE;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pipit.coap.client.Observation;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObservationListener;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** TD_COAP_OBS: what the client does. */
@InRole(Role.CLIENT)
class ObserveClientScenarioTest {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofSeconds(30);

    private final ScriptedServer server = new ScriptedServer();
    private final WireScript wire = server.wire;
    private final List<String> shown = new ArrayList<>();
    private long sequence = 100;

    /** Shows states, and the code with which an observation ends. */
    private final ObservationListener display = new ObservationListener() {
        @Override
        public void onNotification(Response state) {
            shown.add(state.text());
        }

        @Override
        public void onEnd(@Nullable CoapException reason) {
            shown.add(
                    reason instanceof ErrorResponseException error
                            ? error.response().code().toString()
                            : "end");
        }
    };

    private Observation observe(String path) {
        return server.client.observe(ScriptedServer.uri(path), display);
    }

    private WireReceipt expectRegistration(String path) {
        return wire.expect(CON, GET, path)
                .mid("register " + sequence)
                .token("t")
                .option(OBSERVE, 0L);
    }

    private WireSend respond(String text) {
        return wire.send(ACK, CONTENT)
                .mid("register " + sequence)
                .token("t")
                .option(OBSERVE, sequence++)
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .option(MAX_AGE, 60L)
                .payload(text);
    }

    /** The client observes "/obs" and is told one state. */
    private Observation register() {
        Observation observation = observe("/obs");
        expectRegistration("/obs");
        respond("0");
        wire.pause(PERIOD);
        return observation;
    }

    private WireSend send(MessageType type, String text) {
        return wire.send(type, CONTENT)
                .mid("notification " + sequence)
                .token("t")
                .option(OBSERVE, sequence++)
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .option(MAX_AGE, 60L)
                .payload(text);
    }

    /** A confirmable notification, which the client acknowledges. */
    private void notifyConfirmably(String text) {
        send(CON, text);
        wire.expect(ACK, EMPTY).mid("notification " + (sequence - 1));
        wire.pause(PERIOD);
    }

    /** A confirmable notification that ends the observation, and is acknowledged. */
    private void endWith(Code code) {
        wire.send(CON, code).mid("last").token("t");
        wire.expect(ACK, EMPTY).mid("last");
        wire.expectNothing(Duration.ofMinutes(5));
    }

    @TestDescription("TD_COAP_OBS_01")
    @Test
    void acknowledgesNotifications() {
        register();
        notifyConfirmably("1");
        notifyConfirmably("2");
        notifyConfirmably("3");
        assertEquals(List.of("0", "1", "2", "3"), shown);
    }

    @TestDescription("TD_COAP_OBS_02")
    @Test
    void observesWithNonConfirmableMessages() {
        server.client.get(ScriptedServer.uri("/obs-non")).nonConfirmable().observe(display);
        wire.expect(NON, GET, "/obs-non").token("t").option(OBSERVE, 0L);
        for (int i = 0; i < 4; i++) {
            send(NON, "" + i);
            wire.expectNothing(PERIOD);
        }
        notifyConfirmably("4");
        assertEquals(List.of("0", "1", "2", "3", "4"), shown);
    }

    @TestDescription("TD_COAP_OBS_04")
    @Test
    void registersAgainWhereNotificationsCease() {
        register();
        notifyConfirmably("1");
        // Max-Age of 60 s, of which 5 are over; RFC 7641 §3.3.1: 5 to 15 s more
        wire.expectNothing(Duration.ofSeconds(59));
        assertEquals(List.of("0", "1"), shown);
        expectRegistration("/obs").between(Duration.ofSeconds(59), Duration.ofSeconds(71));
        sequence = 7;
        wire.send(ACK, CONTENT)
                .mid("register 102")
                .token("t")
                .option(OBSERVE, sequence++)
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("2");
        wire.pause(PERIOD);
        notifyConfirmably("3");
        notifyConfirmably("4");
        assertEquals(List.of("0", "1", "2", "3", "4"), shown);
    }

    @TestDescription("TD_COAP_OBS_05")
    @Test
    void aClientThatIsOffSaysNothing() {
        register();
        notifyConfirmably("1");
        server.switchClientOff();
        send(CON, "2");
        wire.expectNothing(QUIET);
        assertEquals(List.of("0", "1"), shown);
    }

    @TestDescription("TD_COAP_OBS_06")
    @Test
    void aRebootedClientResetsNotifications() {
        register();
        notifyConfirmably("1");
        server.rebootClient();
        server.client.ping(ScriptedServer.uri("/"));
        wire.expect(CON, EMPTY).mid("ping");
        wire.send(RST, EMPTY).mid("ping");
        send(CON, "2");
        wire.expect(RST, EMPTY).mid("notification 102");
        wire.expectNothing(QUIET);
        assertEquals(List.of("0", "1"), shown);
    }

    @TestDescription("TD_COAP_OBS_07")
    @Test
    void deletionEndsTheObservation() {
        register();
        notifyConfirmably("1");
        endWith(NOT_FOUND);
        assertEquals(List.of("0", "1", "4.04 Not Found"), shown);
    }

    @TestDescription("TD_COAP_OBS_08")
    @Test
    void anotherContentFormatEndsTheObservation() {
        register();
        notifyConfirmably("1");
        endWith(NOT_ACCEPTABLE);
        assertEquals(List.of("0", "1", "4.06 Not Acceptable"), shown);
    }

    @TestDescription("TD_COAP_OBS_09")
    @Test
    void showsAnUpdate() {
        register();
        notifyConfirmably("1");
        notifyConfirmably("put by another");
        assertEquals(List.of("0", "1", "put by another"), shown);
    }

    @TestDescription("TD_COAP_OBS_10")
    @Test
    void aPlainGetEndsNothing() {
        register();
        notifyConfirmably("1");
        CompletableFuture<Response> response =
                server.client.get(ScriptedServer.uri("/obs")).sendAsync();
        WireReceipt asked = wire.expect(CON, GET, "/obs").mid("m").token("t2").option(OBSERVE);
        wire.send(ACK, CONTENT)
                .mid("m")
                .token("t2")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("1");
        server.settle();
        assertEquals("1", response.join().text());
        send(CON, "2");
        WireReceipt acknowledgement = wire.expect(ACK, EMPTY).mid("notification 102");
        assertNotEquals(asked.message().messageId(), acknowledgement.message().messageId());
        assertEquals(List.of("0", "1", "2"), shown);
    }

    @TestDescription("TD_COAP_OBS_11")
    @Test
    void acknowledgesARepeatedNotificationAndShowsItOnce() {
        register();
        server.network.dropNext(ScriptedServer.CLIENT, PlugtestServer.HOST, 1);
        send(CON, "1");
        wire.expectNothing(Duration.ofSeconds(2));
        wire.sendAgain();
        wire.expect(ACK, EMPTY).mid("notification 101");
        server.network.dropNext(PlugtestServer.HOST, ScriptedServer.CLIENT, 1);
        send(CON, "2");
        wire.expectNothing(Duration.ofSeconds(2));
        wire.sendAgain();
        wire.expect(ACK, EMPTY).mid("notification 102");
        assertEquals(List.of("0", "1", "2"), shown);
    }

    @TestDescription("TD_COAP_OBS_12")
    @Test
    void closingDeregisters() {
        Observation observation = register();
        notifyConfirmably("1");
        observation.close();
        wire.expect(CON, GET, "/obs").mid("end").token("t").option(OBSERVE, 1L);
        wire.send(ACK, CONTENT)
                .mid("end")
                .token("t")
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .payload("1");
        wire.expectNothing(Duration.ofMinutes(5));
        assertEquals(List.of("0", "1", "end"), shown);
    }

    /** A state of this number, more than a block of it. */
    private static byte[] large(int number) {
        byte[] body = Bodies.large();
        body[0] = (byte) ('a' + number);
        return body;
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Adds what says that this is the first block. */
    private static void firstBlock(WireSend message, byte[] body) {
        message.option(ETAG, EntityTag.ofContent(body))
                .option(BLOCK2, Receipts.of(0, true, 256))
                .payload(Arrays.copyOf(body, 256));
    }

    @TestDescription("TD_COAP_OBS_13")
    @Test
    void fetchesTheRestOfEachState() {
        observe("/obs-large");
        expectRegistration("/obs-large");
        firstBlock(respond(""), large(0));
        server.serveRest(server.expectRequest(GET, "/obs-large"), "/obs-large", CONTENT, large(0), 256);
        for (int i = 1; i < 4; i++) {
            wire.pause(PERIOD);
            notifyOfLarge("/obs-large", large(i));
        }
        server.settle();
        assertEquals(List.of(text(large(0)), text(large(1)), text(large(2)), text(large(3))), shown);
    }

    private void notifyOfLarge(String path, byte[] body) {
        firstBlock(send(CON, ""), body);
        // The acknowledgement and the request for the rest, in any order.
        WireReceipt one = wire.expectAnything();
        WireReceipt other = wire.expectAnything();
        boolean acknowledgedFirst = one.message().type() == ACK;
        WireReceipt acknowledgement = acknowledgedFirst ? one : other;
        assertEquals(
                EMPTY,
                acknowledgement.mid("notification " + (sequence - 1)).message().code());
        server.serveRest((acknowledgedFirst ? other : one).path(path), path, CONTENT, body, 256);
    }

    @TestDescription("TD_COAP_OBS_14")
    @Test
    void takesStatesOfAnySizeByTurns() {
        observe("/obs-pumping");
        expectRegistration("/obs-pumping");
        respond("small 0");
        wire.pause(PERIOD);
        notifyOfLarge("/obs-pumping", large(1));
        wire.pause(PERIOD);
        notifyConfirmably("small 2");
        notifyOfLarge("/obs-pumping", large(3));
        server.settle();
        assertEquals(List.of("small 0", text(large(1)), "small 2", text(large(3))), shown);
    }

    @TestDescription("TD_COAP_OBS_14")
    @Test
    void takesALargeStateFirst() {
        observe("/obs-pumping");
        expectRegistration("/obs-pumping");
        firstBlock(respond(""), large(0));
        server.serveRest(server.expectRequest(GET, "/obs-pumping"), "/obs-pumping", CONTENT, large(0), 256);
        wire.pause(PERIOD);
        notifyConfirmably("small 1");
        assertEquals(List.of(text(large(0)), "small 1"), shown);
    }
}
