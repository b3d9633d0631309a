package dev.pipit.coap.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A body out of a publisher, and whether it behaves as a subscriber. */
class PublisherBodyTest {
    private final HandExecution execution = new HandExecution();
    private final List<Long> requests = new ArrayList<>();
    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;
    private int cancels;

    private final class Subscription implements Flow.Subscription {
        @Override
        public void request(long count) {
            requests.add(count);
        }

        @Override
        public void cancel() {
            cancels++;
        }
    }

    private Flow.Subscriber<? super ByteBuffer> subscriber() {
        assertNotNull(subscriber);
        return subscriber;
    }

    private BodySource subscribed(Body body) {
        BodySource source = body.open(execution, 1024);
        assertNull(source.read(256, nowNanos -> {}));
        assertNull(subscriber, "a publisher must not be called on the loop");
        execution.runWorkers();
        subscriber().onSubscribe(new Subscription());
        return source;
    }

    private Body body() {
        return Body.of(given -> subscriber = given);
    }

    @Test
    void asksForOneItemAfterTheOtherWhileThereIsRoom() {
        BodySource source = subscribed(body());
        for (int i = 0; i < 4; i++) {
            assertEquals(1 + i, requests.size());
            subscriber().onNext(ByteBuffer.allocate(256));
        }
        assertEquals(List.of(1L, 1L, 1L, 1L), requests);
        for (int i = 0; i < 3; i++) {
            byte[] part = source.read(256, nowNanos -> {});
            assertNotNull(part);
            assertEquals(256, part.length);
        }
        execution.runAll();
        assertEquals(5, requests.size());
        subscriber().onComplete();
        assertNotNull(source.read(256, nowNanos -> {}));
        assertTrue(source.isAtEnd());
    }

    @Test
    void takesItemsOfAnySizeAndCopiesThem() {
        BodySource source = subscribed(body());
        ByteBuffer reused = ByteBuffer.allocateDirect(3000);
        for (int i = 0; i < 3000; i++) {
            reused.put(i, (byte) i);
        }
        subscriber().onNext(ByteBuffer.allocate(0));
        subscriber().onNext(reused.limit(2999).position(1));
        assertEquals(2, requests.size());
        reused.clear().put(2, (byte) 0x55);
        byte[] part = source.read(256, nowNanos -> {});
        assertNotNull(part);
        assertArrayEquals(new byte[] {1, 2, 3}, new byte[] {part[0], part[1], part[2]});
    }

    @Test
    void reportsWhatTheFailureOfThePublisherWas() {
        BodySource source = subscribed(body());
        IllegalStateException reason = new IllegalStateException("no more");
        subscriber().onError(reason);
        assertNull(source.read(256, nowNanos -> {}));
        IOException failure = source.failure();
        assertNotNull(failure);
        assertSame(reason, failure.getCause());
        assertEquals("cannot read the publisher: java.lang.IllegalStateException: no more", failure.getMessage());
    }

    @Test
    void reportsAPublisherThatThrows() {
        BodySource source = Body.of(given -> {
                    throw new IllegalStateException("no subscribers, please");
                })
                .open(execution);
        assertNull(source.read(256, nowNanos -> {}));
        execution.runAll();
        assertNotNull(source.failure());
    }

    @Test
    void failsWhereTheLengthIsNotAsAnnounced() {
        BodySource source = subscribed(Body.of(given -> subscriber = given, 100));
        subscriber().onNext(ByteBuffer.allocate(101));
        IOException failure = source.failure();
        assertNotNull(failure);
        assertEquals("the publisher has more bytes (expected: 100)", failure.getMessage());
        assertEquals(1, requests.size());
    }

    @Test
    void cancelsWhatIsNotWantedAnyMore() {
        BodySource source = subscribed(body());
        source.close();
        source.close();
        execution.runAll();
        assertEquals(1, cancels);
        subscriber().onNext(ByteBuffer.allocate(10));
        assertEquals(1, requests.size());

        subscriber().onSubscribe(new Subscription());
        assertEquals(2, cancels);
    }

    @Test
    void cancelsASubscriptionThatComesTooLate() {
        BodySource source = body().open(execution);
        assertNull(source.read(256, nowNanos -> {}));
        execution.runWorkers();
        source.close();
        subscriber().onSubscribe(new Subscription());
        assertEquals(1, cancels);
        assertEquals(0, requests.size());
    }

    @Test
    @SuppressWarnings("NullAway") // that is what it is about
    void refusesNulls() {
        subscribed(body());
        assertThrows(NullPointerException.class, () -> subscriber().onSubscribe(null));
        assertThrows(NullPointerException.class, () -> subscriber().onNext(null));
        assertThrows(NullPointerException.class, () -> subscriber().onError(null));
    }
}
