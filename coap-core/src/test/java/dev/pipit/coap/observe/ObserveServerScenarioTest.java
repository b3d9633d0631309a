package dev.pipit.coap.observe;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.link.LinkFormat;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.resource.Observer;
import dev.pipit.coap.resource.Observers;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is in a server's list of observers, and what is in the notifications, datagram by datagram. */
class ObserveServerScenarioTest {
    private final ObservedServer served = new ObservedServer();

    @Test
    @Requirement({"R7641-001", "R7641-024", "R7641-031", "R7641-032", "R7641-037"})
    void notifiesOfEachChange() {
        WireReceipt first = served.register("a").payload("0");
        served.client.pause(Duration.ofSeconds(10));
        served.change("1");
        WireReceipt second = served.acknowledge("a", "1");
        served.client.pause(Duration.ofSeconds(10));
        served.change("2");
        WireReceipt third = served.acknowledge("a", "2");
        assertTrue(ObservedServer.sequence(first) < ObservedServer.sequence(second));
        assertTrue(ObservedServer.sequence(second) < ObservedServer.sequence(third));
        served.client.expectNothing(Duration.ofMinutes(5));
    }

    @Test
    @Requirement({"R7641-028", "R7641-029"})
    void deregistrationEndsTheRelation() {
        served.register("a");
        served.client.send(CON, GET, "/t").token("a").option(OBSERVE, 1L);
        served.client.expect(ACK, CONTENT).token("a").option(OBSERVE);
        served.change("1");
        served.client.expectNothing(Duration.ofMinutes(5));
        assertEquals(0, served.resource.observers().count());
    }

    @Test
    @Requirement({"R7641-033", "R7641-034", "R7641-037"})
    void removalOfTheResourceTellsItsObservers() {
        served.register("a");
        served.client.pause(Duration.ofSeconds(1));
        served.server.remove("/t");
        WireReceipt last = served.client.expect(CON, NOT_FOUND).token("a").option(OBSERVE);
        served.client.send(ACK, EMPTY).mid(last.message().messageId());
        served.client.expectNothing(Duration.ofMinutes(5));
        assertEquals(0, served.resource.observers().count());
        assertEquals(List.of("first", "last"), served.hooks);
    }

    @Test
    @Requirement("R7641-041")
    void sequenceNumbersGoOnAcrossTheWrap() {
        NotificationOrder order = new NotificationOrder();
        WireReceipt first = served.register("a");
        assertTrue(order.accept(ObservedServer.sequence(first), first.atNanos()));
        boolean wrapped = false;
        long before = ObservedServer.sequence(first);
        for (int i = 1; i <= 12; i++) {
            served.client.pause(Duration.ofSeconds(100));
            served.change("" + i);
            WireReceipt next = served.acknowledge("a", "" + i);
            assertTrue(order.accept(ObservedServer.sequence(next), first.atNanos()), "newer by its number alone");
            wrapped |= ObservedServer.sequence(next) < before;
            before = ObservedServer.sequence(next);
        }
        assertTrue(wrapped);
    }

    @Test
    @Requirement("R7641-025")
    void theSameTokenAgainIsNoSecondEntry() {
        WireReceipt first = served.register("a");
        WireReceipt second = served.register("a");
        assertTrue(ObservedServer.sequence(first) < ObservedServer.sequence(second));
        assertEquals(1, served.resource.observers().count());
        assertEquals(List.of("first"), served.hooks);
        served.change("1");
        served.acknowledge("a", "1");
        served.client.expectNothing(Duration.ofMinutes(5));
    }

    @Test
    @Requirement("R7641-030")
    void anErrorResponseMakesNoEntry() {
        served.client.send(CON, GET, "/new").token("a").option(OBSERVE, 0L);
        served.client.expect(ACK, NOT_FOUND).token("a").option(OBSERVE);
        ObservableResource late = ObservableResource.of(context -> Response.content("here"));
        served.server.add("/new", late.resource());
        late.changed();
        served.state = Response.of(Code.FORBIDDEN);
        served.client.send(CON, GET, "/t").token("b").option(OBSERVE, 0L);
        served.client.expect(ACK, Code.FORBIDDEN).token("b").option(OBSERVE);
        served.change("1");
        served.client.expectNothing(Duration.ofMinutes(5));
        assertEquals(List.of("first", "last"), served.hooks);
    }

    @Test
    @Requirement({"R7641-034", "R7641-037"})
    void anErrorIsTheLastThatObserversHear() {
        served.register("a");
        served.change(Response.of(Code.INTERNAL_SERVER_ERROR));
        WireReceipt last =
                served.client.expect(CON, Code.INTERNAL_SERVER_ERROR).token("a").option(OBSERVE);
        assertEquals(0, served.resource.observers().count());
        served.client.send(ACK, EMPTY).mid(last.message().messageId());
        served.change("1");
        served.client.expectNothing(Duration.ofMinutes(5));
    }

    @Test
    @Requirement({"R7641-035", "R7641-036"})
    void anotherContentFormatEndsTheRelationWithNotAcceptable() {
        served.register("a");
        served.change(Response.content("{}", ContentFormat.JSON));
        WireReceipt last =
                served.client.expect(CON, Code.NOT_ACCEPTABLE).token("a").option(OBSERVE);
        served.client.send(ACK, EMPTY).mid(last.message().messageId());
        assertEquals(0, served.resource.observers().count());
    }

    @Test
    @Requirement("R7641-040")
    void aStateThatTheClientHasIsValidated() {
        EntityTag tag = EntityTag.of(new byte[] {1});
        served.client.send(CON, GET, "/t").token("a").option(OBSERVE, 0L).option(StandardOptions.ETAG, tag);
        served.client.expect(ACK, CONTENT).token("a");
        served.change(Response.content("1").etag(tag));
        WireReceipt valid = served.client.expect(CON, Code.VALID).token("a").payload("");
        assertEquals(1, valid.message().message().options().all(OBSERVE).size());
        served.client.send(ACK, EMPTY).mid(valid.message().messageId());
    }

    @Test
    @Requirement("R8132-005")
    void aBurstOfChangesIsRenderedOnceForAllObserversWithTheSameRequest() {
        for (int i = 0; i < 10; i++) {
            served.register("" + i);
        }
        served.client
                .send(CON, Code.FETCH, "/t")
                .token("f")
                .option(OBSERVE, 0L)
                .option(CONTENT_FORMAT, ContentFormat.JSON);
        served.client.expect(ACK, CONTENT).token("f");
        assertEquals(11, served.renderings);
        for (int i = 0; i < 1000; i++) {
            served.resource.changed();
        }
        served.client.pause(Duration.ofSeconds(1));
        assertEquals(13, served.renderings);
    }

    @Test
    void observersAreListedAndCancelled() {
        served.register("a");
        CompletableFuture<List<Observer>> list = served.resource.observers().list();
        served.client.pause(Duration.ofMillis(1));
        assertEquals("192.0.2.2:5683", list.join().get(0).peer().toString());
        assertEquals("/t", list.join().get(0).request().path());
        served.resource.observers().cancel(peer -> true, Response.of(Code.FORBIDDEN));
        served.client.expect(CON, Code.FORBIDDEN).token("a");
        assertEquals(0, served.resource.observers().count());
    }

    @Test
    @Requirement("R7641-039")
    void notificationsSayForHowLongTheyAreFresh() {
        served.state = Response.content("0").maxAge(5);
        served.register("a").option(StandardOptions.MAX_AGE, 5L);
        served.change(Response.content("1").maxAge(7));
        served.acknowledge("a", "1").option(StandardOptions.MAX_AGE, 7L);
    }

    @Test
    @Requirement("R7641-054")
    void linksSayThatAResourceCanBeObserved() {
        served.client.send(CON, GET, "/.well-known/core").token("l");
        served.client.expect(ACK, CONTENT).token("l").payload("</t>;obs");
        assertEquals("</t>;obs", LinkFormat.write(LinkFormat.parse("</t>;obs=1;obs=2")));
    }

    @Test
    @Requirement("R7641-002")
    void anObserveOptionOfMoreThanThreeBytesIsNone() {
        assertEquals(6, OBSERVE.number());
        assertFalse(OBSERVE.isCritical());
        served.client.send(CON, GET, "/t").token("a").rawOption(OBSERVE.number(), new byte[4]);
        served.client.expect(ACK, CONTENT).token("a").option(OBSERVE);
        served.client.send(CON, GET, "/t").token("b").rawOption(OBSERVE.number(), new byte[3]);
        ObservedServer.sequence(served.client.expect(ACK, CONTENT).token("b"));
        assertEquals(1, served.resource.observers().count());
    }

    @Test
    void aHookThatThrowsDoesNoHarm() {
        ObservableResource hooked = ObservableResource.of(
                Resource.builder().get(context -> Response.content("7")),
                Observers.create(
                        () -> {
                            throw new IllegalStateException("first");
                        },
                        () -> {
                            throw new IllegalStateException("last");
                        }));
        served.server.add("/hooked", hooked.resource());
        served.client.send(CON, GET, "/hooked").token("a").option(OBSERVE, 0L);
        ObservedServer.sequence(served.client.expect(ACK, CONTENT).token("a").payload("7"));
        assertEquals(1, hooked.observers().count());
        served.client.send(CON, GET, "/hooked").token("a").option(OBSERVE, 1L);
        served.client.expect(ACK, CONTENT).token("a").option(OBSERVE);
        assertEquals(0, hooked.observers().count());
    }
}
