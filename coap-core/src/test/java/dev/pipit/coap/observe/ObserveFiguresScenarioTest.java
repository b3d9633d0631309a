package dev.pipit.coap.observe;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.VALID;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.MAX_AGE;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The figures 3 to 6 of RFC 7641, appendix A.1, with Pipit as their server. Its quiet time is longer than theirs take,
 * and the client has shown before that it is there: so that notifications are non-confirmable, as they are there.
 */
class ObserveFiguresScenarioTest {
    private static final EntityTag TAG = EntityTag.of(new byte[] {0x78, 0x79, 0x7a, 0x7a, 0x79});
    private static final Token T4A = Token.of((byte) 0x4a);
    private static final Token TB2 = Token.of((byte) 0xb2);
    private static final Token TF9 = Token.of((byte) 0xf9);

    private final VirtualNetwork network = new VirtualNetwork(3);
    private Response state = celsius("18.5 Cel");
    private final ObservableResource temperature = ObservableResource.of(context -> state);
    private final CoapServer server = CoapServer.builder()
            .transport(network.host("192.0.2.1"))
            .directExecutor()
            .amplification(AmplificationMitigation.OFF)
            .observable("/temperature", temperature)
            .observe(config -> config.quietTime(Duration.ofMinutes(10)))
            .start(5683);
    private final WireScript client = network.script("192.0.2.2:5683", "192.0.2.1:5683");

    private static Response celsius(String text) {
        return Response.content(text).maxAge(15);
    }

    private void change(Response next) {
        state = next;
        temperature.changed();
    }

    private WireReceipt register(int messageId, Token token) {
        client.send(CON, GET, "/temperature").mid(messageId).token(token).option(OBSERVE, 0L);
        return client.expect(ACK, CONTENT).mid(messageId).token(token).option(MAX_AGE, 15L);
    }

    private WireReceipt notified(Token token, String text) {
        return client.expect(NON, CONTENT).token(token).option(MAX_AGE, 15L).payload(text);
    }

    /** What a client that has never sent more than requests does not have: an acknowledgement of ours. */
    private void showUp() {
        Token token = Token.of((byte) 1);
        register(1, token);
        change(state);
        int messageId = client.expect(CON, CONTENT).token(token).message().messageId();
        client.send(ACK, EMPTY).mid(messageId);
        client.send(CON, GET, "/temperature").mid(2).token(token).option(OBSERVE, 1L);
        client.expect(ACK, CONTENT).mid(2).option(OBSERVE);
        assertEquals(0, temperature.observers().count());
    }

    @Test
    @Requirement({"R7641-001", "R7641-031"})
    void figure3AClientRegistersAndReceivesOneNotificationOfTheCurrentStateAndOneOfANewOne() {
        showUp();
        WireReceipt first = register(0x1633, T4A).payload("18.5 Cel");
        client.pause(Duration.ofSeconds(6));
        change(celsius("19.2 Cel"));
        WireReceipt second = notified(T4A, "19.2 Cel");
        assertTrue(ObservedServer.sequence(first) < ObservedServer.sequence(second));
    }

    @Test
    @Requirement({"R7641-024", "R7641-041"})
    void figure4TheClientRegistersAgainAfterMaxAgeEnds() {
        showUp();
        register(0x1633, T4A).payload("18.5 Cel");
        client.pause(Duration.ofSeconds(20));
        network.dropNext("192.0.2.1", "192.0.2.2", 1);
        change(celsius("19.7 Cel").etag(TAG));
        client.expectNothing(Duration.ofSeconds(13));
        WireReceipt again = register(0x1634, TB2).payload("19.7 Cel").option(ETAG, TAG);
        client.pause(Duration.ofSeconds(7));
        change(celsius("19.8 Cel"));
        WireReceipt next = notified(TB2, "19.8 Cel");
        // The client knows the old token no longer.
        WireReceipt old = notified(T4A, "19.8 Cel");
        client.send(RST, EMPTY).mid(old.message().messageId());
        assertTrue(ObservedServer.sequence(again) < ObservedServer.sequence(next));
        client.pause(Duration.ofSeconds(1));
        assertEquals(1, temperature.observers().count());
    }

    @Test
    @Requirement("R7641-040")
    void figure5TheServerSelectsAStoredResponse() {
        showUp();
        change(celsius("20.0 Cel"));
        client.send(CON, GET, "/temperature")
                .mid(0x1635)
                .token(TF9)
                .option(OBSERVE, 0L)
                .option(ETAG, TAG);
        WireReceipt first = client.expect(ACK, CONTENT)
                .mid(0x1635)
                .token(TF9)
                .option(MAX_AGE, 15L)
                .payload("20.0 Cel");
        client.pause(Duration.ofSeconds(7));
        change(celsius("19.7 Cel").etag(TAG));
        WireReceipt stored = client.expect(NON, VALID)
                .token(TF9)
                .option(ETAG, TAG)
                .option(MAX_AGE, 15L)
                .payload("");
        assertTrue(ObservedServer.sequence(first) < ObservedServer.sequence(stored));
    }

    @Test
    @Requirement({"R7641-034", "R7641-046"})
    void figure6TheClientRejectsANotificationAndTherebyCancelsTheObservation() {
        showUp();
        register(0x1635, TF9);
        client.pause(Duration.ofSeconds(10));
        state = celsius("19.3 Cel");
        temperature.observers().changedConfirmably();
        WireReceipt refused =
                client.expect(CON, CONTENT).token(TF9).option(MAX_AGE, 15L).payload("19.3 Cel");
        client.send(RST, EMPTY).mid(refused.message().messageId());
        client.pause(Duration.ofSeconds(7));
        change(celsius("19.0 Cel"));
        client.expectNothing(Duration.ofMinutes(20));
        assertEquals(0, temperature.observers().count());
        assertEquals(5683, server.port());
    }
}
