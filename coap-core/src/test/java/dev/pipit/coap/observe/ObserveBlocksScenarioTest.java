package dev.pipit.coap.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Notifications whose state takes several blocks (RFC 7959 §2.6). */
class ObserveBlocksScenarioTest {
    private final ObservedServer served = new ObservedServer();

    private static EntityTag tag(WireReceipt receipt) {
        return receipt.message().message().options().get(StandardOptions.ETAG).orElseThrow();
    }

    @Test
    @Requirement({"R7959-042", "R7959-044"})
    void notifiesInBlocksOfTheSizeOfTheRegistration() {
        served.state = Response.content("a".repeat(200));
        served.client
                .send(MessageType.CON, Code.GET, "/t")
                .token("t")
                .option(StandardOptions.OBSERVE, 0L)
                .option(StandardOptions.BLOCK2, new Block(0, false, 2));
        WireReceipt first = served.client
                .expect(MessageType.ACK, Code.CONTENT)
                .token("t")
                .option(StandardOptions.BLOCK2, new Block(0, true, 2))
                .payload("a".repeat(64));

        served.change("b".repeat(200));
        WireReceipt second = served.expect(MessageType.CON, "t", "b".repeat(64))
                .option(StandardOptions.BLOCK2, new Block(0, true, 2))
                .option(StandardOptions.SIZE2, 200L);
        assertNotEquals(tag(first), tag(second));
        served.client.send(MessageType.ACK, Code.EMPTY).mid(second.message().messageId());

        // The rest is fetched without Observe, and its tag tells that it is of the same state.
        served.client.send(MessageType.CON, Code.GET, "/t").option(StandardOptions.BLOCK2, new Block(1, false, 2));
        WireReceipt rest = served.client
                .expect(MessageType.ACK, Code.CONTENT)
                .option(StandardOptions.BLOCK2, new Block(1, true, 2))
                .payload("b".repeat(64));
        assertEquals(tag(second), tag(rest));

        served.client.pause(Duration.ofSeconds(10));
        served.change("short");
        served.client
                .expect(MessageType.CON, Code.CONTENT)
                .token("t")
                .payload("short")
                .option(StandardOptions.BLOCK2);
    }
}
