package dev.pipit.coap.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A body that comes in as a publisher, and whether that obeys the rules of Reactive Streams. */
class PipePublisherTest {
    private final HandExecution execution = new HandExecution();
    private final BodyPipe pipe = new BodyPipe(execution, OptionalLong.empty(), 1000);
    private final Subscriber subscriber = new Subscriber();
    private int roomCalls;

    private static final class Subscriber implements Flow.Subscriber<ByteBuffer> {
        private final List<String> signals = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;
        private @Nullable Throwable failure;
        private int again;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            signals.add("subscribed");
            subscription = given;
        }

        @Override
        public void onNext(ByteBuffer item) {
            signals.add(item.remaining() + " bytes");
            if (again-- > 0) {
                request(1);
            }
        }

        @Override
        public void onError(Throwable reason) {
            signals.add("failed");
            failure = reason;
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }

        void request(long count) {
            if (subscription != null) {
                subscription.request(count);
            }
        }

        void cancel() {
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }

    private void write(int count) {
        pipe.write(new byte[count], nowNanos -> roomCalls++);
        execution.runAll();
    }

    @Test
    void givesNoMoreThanWasAskedFor() {
        pipe.body().publisher().subscribe(subscriber);
        write(600);
        assertEquals(List.of("subscribed"), subscriber.signals);
        subscriber.request(2);
        assertEquals(List.of("subscribed"), subscriber.signals, "items come on workers");
        execution.runAll();
        write(1);
        write(2);
        assertEquals(List.of("subscribed", "600 bytes", "1 bytes"), subscriber.signals);
        pipe.complete();
        execution.runAll();
        assertEquals(3, subscriber.signals.size());
        subscriber.request(Long.MAX_VALUE);
        execution.runAll();
        assertEquals(List.of("subscribed", "600 bytes", "1 bytes", "2 bytes", "complete"), subscriber.signals);
        subscriber.request(1);
        subscriber.request(0);
        execution.runAll();
        assertEquals(5, subscriber.signals.size());
    }

    @Test
    void completesWithoutDemandAndGivesTheFailure() {
        pipe.body().publisher().subscribe(subscriber);
        IOException reason = new IOException("lost");
        pipe.fail(reason);
        execution.runAll();
        assertEquals(List.of("subscribed", "failed"), subscriber.signals);
        assertSame(reason, subscriber.failure == null ? null : subscriber.failure.getCause());
    }

    @Test
    void makesRoomAsItIsRead() {
        pipe.body().publisher().subscribe(subscriber);
        write(1000);
        assertEquals(0, roomCalls);
        subscriber.request(1);
        execution.runAll();
        assertEquals(1, roomCalls);
    }

    @Test
    void mayBeAskedForMoreFromWithin() {
        pipe.body().publisher().subscribe(subscriber);
        subscriber.again = 100_000;
        subscriber.request(1);
        for (int i = 0; i < 50_000; i++) {
            write(1);
        }
        assertEquals(50_001, subscriber.signals.size());
    }

    @Test
    void stopsWhenCancelled() {
        pipe.body().publisher().subscribe(subscriber);
        subscriber.request(10);
        write(1);
        subscriber.cancel();
        subscriber.cancel();
        write(1);
        pipe.complete();
        execution.runAll();
        assertEquals(List.of("subscribed", "1 bytes"), subscriber.signals);
        assertTrue(pipe.isCancelled());
    }

    @Test
    void failsForADemandOfNothing() {
        pipe.body().publisher().subscribe(subscriber);
        subscriber.request(-1);
        execution.runAll();
        assertEquals(List.of("subscribed", "failed"), subscriber.signals);
        assertTrue(subscriber.failure instanceof IllegalArgumentException);
        assertTrue(pipe.isCancelled());
    }

    @Test
    void servesOneSubscriber() {
        Flow.Publisher<ByteBuffer> publisher = pipe.body().publisher();
        publisher.subscribe(subscriber);
        Subscriber second = new Subscriber();
        publisher.subscribe(second);
        assertEquals(List.of("subscribed", "failed"), second.signals);
        assertEquals(List.of("subscribed"), subscriber.signals);
        assertNullRefused(publisher);
    }

    @SuppressWarnings("NullAway") // that is what it is about
    private static void assertNullRefused(Flow.Publisher<ByteBuffer> publisher) {
        assertThrows(NullPointerException.class, () -> publisher.subscribe(null));
    }

    @Test
    void failsWhereNoThreadIsFree() {
        pipe.body().publisher().subscribe(subscriber);
        execution.runAll();
        execution.refuseWork();
        subscriber.request(1);
        assertEquals(List.of("subscribed", "failed"), subscriber.signals);
        assertTrue(pipe.isCancelled());
    }

    @Test
    void takesASubscriberThatThrowsAsCancelled() {
        pipe.body().publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(ByteBuffer item) {
                throw new IllegalStateException("mine");
            }

            @Override
            public void onError(Throwable reason) {
                throw new AssertionError(reason);
            }

            @Override
            public void onComplete() {}
        });
        pipe.write(new byte[1], nowNanos -> {});
        assertThrows(IllegalStateException.class, execution::runAll);
        assertTrue(pipe.isCancelled());
    }
}
