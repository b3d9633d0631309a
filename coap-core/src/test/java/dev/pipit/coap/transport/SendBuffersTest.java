package dev.pipit.coap.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendBuffersTest {
    private static final int MORE_THAN_THERE_ARE = 500;

    private final SendBuffers buffers = new SendBuffers();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void givesABufferAgainWhenItWasSent() {
        ByteBuf first = buffers.take(channel, 100);
        first.writeByte(1).release();
        ByteBuf again = first;
        for (int i = 0; i < MORE_THAN_THERE_ARE; i++) {
            again = buffers.take(channel, 100);
            assertEquals(0, again.readableBytes());
            again.release();
            if (again == first) {
                return;
            }
        }
        assertSame(first, again);
    }

    @Test
    void givesNoBufferThatWaitsToBeSent() {
        List<ByteBuf> taken = new ArrayList<>();
        for (int i = 0; i < MORE_THAN_THERE_ARE; i++) {
            ByteBuf buffer = buffers.take(channel, 4);
            taken.forEach(other -> assertNotSame(other, buffer));
            taken.add(buffer.writeInt(i));
        }
        for (int i = 0; i < MORE_THAN_THERE_ARE; i++) {
            assertEquals(i, taken.get(i).readInt());
        }
        buffers.close();
        assertTrue(taken.stream().allMatch(ByteBuf::release));
    }

    @Test
    void hasRoomForWhatIsLargerThanItsBuffers() {
        ByteBuf large = buffers.take(channel, 60_000);
        large.writeZero(60_000);
        assertTrue(large.release());
    }
}
