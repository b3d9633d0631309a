package dev.pipit.coap.observe;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static dev.pipit.coap.option.StandardOptions.ACCEPT;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.MAX_AGE;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The client's side of an observation, datagram by datagram. */
class ObservingClientScenarioTest {
    private static final EntityTag TAG = EntityTag.of(new byte[] {7});

    private final VirtualNetwork network = new VirtualNetwork(5);
    private final WireScript server = network.script("192.0.2.1:5683", "192.0.2.3:49152");
    private final CoapClient client =
            CoapClient.builder().transport(network.host("192.0.2.3")).build();
    private final Heard heard = new Heard();

    /** The client observes, and is entered in the list; the state is fresh for so many seconds. */
    private Observation observe(long maxAge) {
        Observation observation = client.get("coap://192.0.2.1/t?unit=c")
                .accept(ContentFormat.TEXT_PLAIN)
                .etag(TAG)
                .observe(heard);
        server.expect(CON, GET, "/t?unit=c")
                .mid("m")
                .token("t")
                .option(OBSERVE, 0L)
                .option(ETAG, TAG)
                .option(ACCEPT, ContentFormat.TEXT_PLAIN);
        server.send(ACK, CONTENT)
                .mid("m")
                .token("t")
                .option(OBSERVE, 100L)
                .option(MAX_AGE, maxAge)
                .payload("0");
        server.pause(Duration.ofMillis(10));
        return observation;
    }

    @Test
    @Requirement({"R7641-009", "R7641-010", "R7641-011", "R7641-012", "R7641-013", "R7641-007"})
    void registersAgainWithTheSameTokenAndOptions() {
        observe(30);
        server.expectNothing(Duration.ofSeconds(34));
        server.expect(CON, GET, "/t?unit=c")
                .mid("n")
                .token("t")
                .option(OBSERVE, 0L)
                .option(ACCEPT, ContentFormat.TEXT_PLAIN)
                .between(Duration.ofSeconds(34), Duration.ofSeconds(46));
        server.send(ACK, CONTENT).mid("n").token("t").option(OBSERVE, 3L).payload("1");
        server.pause(Duration.ofMillis(10));
        assertEquals(List.of("0", "stale", "reregistered", "1"), heard.all);
    }

    @Test
    @Requirement({"R7641-015", "R7641-016", "R7641-019"})
    void acknowledgesAnOvertakenNotificationAndSaysNothingOfIt() {
        observe(60);
        server.send(NON, CONTENT).token("t").option(OBSERVE, 102L).payload("2");
        server.send(CON, CONTENT).mid("old").token("t").option(OBSERVE, 101L).payload("1");
        server.expect(ACK, EMPTY).mid("old");
        assertEquals(List.of("0", "2"), heard.all);
    }

    @Test
    @Requirement({"R7641-017", "R7641-018"})
    void resetsAConfirmableNotificationThatNobodyAskedFor() {
        observe(60);
        server.send(CON, CONTENT).mid("m2").token("other").option(OBSERVE, 1L).payload("1");
        server.expect(RST, EMPTY).mid("m2");
        assertEquals(List.of("0"), heard.all);
    }

    @Test
    @Requirement({"R7641-021", "R7641-022"})
    void deregistersWithTheSameTokenAndOptions() {
        observe(60).close();
        server.expect(CON, GET, "/t?unit=c")
                .mid("d")
                .token("t")
                .option(OBSERVE, 1L)
                .option(ETAG)
                .option(ACCEPT, ContentFormat.TEXT_PLAIN);
        // A notification that was on its way is not the answer: the request is sent again.
        server.send(NON, CONTENT).token("t").option(OBSERVE, 101L).payload("1");
        server.expect(CON, GET, "/t?unit=c").mid("d").token("t");
        server.send(ACK, CONTENT).mid("d").token("t").payload("1");
        server.expectNothing(Duration.ofMinutes(5));
        assertEquals(List.of("0", "end null"), heard.all);
    }

    @Test
    @Requirement("R7641-014")
    void aValidNotificationIsAState() {
        observe(60);
        server.send(NON, Code.VALID).token("t").option(OBSERVE, 101L).option(ETAG, TAG);
        server.pause(Duration.ofMillis(10));
        assertEquals(List.of("0", ""), heard.all);
    }

    @Test
    @Requirement({"R7641-010", "R7641-013", "R7641-014"})
    void registersAgainWithTheTagOfTheStateAtHandAndTakesA203ForIt() {
        EntityTag state = EntityTag.of(new byte[] {1});
        observe(30);
        server.send(NON, CONTENT)
                .token("t")
                .option(OBSERVE, 101L)
                .option(ETAG, state)
                .option(MAX_AGE, 10L)
                .payload("1");
        expectAgain("n", TAG, state);
        server.send(ACK, Code.VALID)
                .mid("n")
                .token("t")
                .option(OBSERVE, 3L)
                .option(ETAG, state)
                .option(MAX_AGE, 20L);
        server.pause(Duration.ofMillis(10));
        assertEquals(List.of("0", "1", "stale", "reregistered", "1"), heard.all);
        // The set of tags is that of the registration: a state that was at hand then may come back at any time.
        server.send(NON, CONTENT)
                .token("t")
                .option(OBSERVE, 4L)
                .option(ETAG, EntityTag.of(new byte[] {2}))
                .payload("2");
        server.send(NON, Code.VALID).token("t").option(OBSERVE, 5L).option(ETAG, state);
        server.pause(Duration.ofMillis(10));
        assertEquals(List.of("0", "1", "stale", "reregistered", "1", "2", "1"), heard.all);
    }

    private void expectAgain(String mid, EntityTag... tags) {
        server.expect(CON, GET, "/t?unit=c")
                .mid(mid)
                .token("t")
                .option(OBSERVE, 0L)
                .option(ETAG, tags)
                .option(ACCEPT, ContentFormat.TEXT_PLAIN);
    }

    @Test
    void asksForTheStateWhereA203MeansNoneThatIsAtHand() {
        observe(60);
        server.send(NON, Code.VALID).token("t").option(OBSERVE, 101L).option(ETAG, EntityTag.of(new byte[] {3}));
        server.expect(CON, GET, "/t?unit=c").mid("g").token("g").option(OBSERVE).option(ETAG);
        server.send(ACK, CONTENT).mid("g").token("g").payload("3");
        server.pause(Duration.ofMillis(10));
        assertEquals(List.of("0", "3"), heard.all);
    }

    @Test
    void aListenerThatThrowsHarmsNeitherTheExchangeNorItsEnd() {
        heard.broken = true;
        Observation observation = observe(60);
        server.send(CON, CONTENT).mid("1").token("t").option(OBSERVE, 101L).payload("1");
        server.expect(ACK, EMPTY).mid("1");
        observation.close();
        server.expect(CON, GET, "/t?unit=c").mid("d").token("t").option(OBSERVE, 1L);
        server.send(ACK, CONTENT).mid("d").token("t").payload("1");
        server.expectNothing(Duration.ofMinutes(5));
        assertEquals(List.of("0", "1", "end null"), heard.all);
    }
}
