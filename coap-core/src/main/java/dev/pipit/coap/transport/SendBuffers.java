package dev.pipit.coap.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for what is sent, used by turns: a flush mostly leaves all of them free again, and taking one costs less than
 * Netty's allocator with its search for leaks. Of the event loop.
 */
final class SendBuffers {
    /** Two rounds of what is read in one go; half a megabyte for each event loop. */
    private static final int COUNT = 128;

    /** What a buffer of these has room for, in bytes. */
    static final int BYTES = 4096;

    private static final UnpooledByteBufAllocator UNPOOLED = new UnpooledByteBufAllocator(true, true);

    private final @Nullable ByteBuf[] buffers = new ByteBuf[COUNT];
    private int next;

    /** An empty buffer with room for so many bytes, to be released by the one who has it. */
    ByteBuf take(Channel channel, int bytes) {
        if (bytes > BYTES) {
            return channel.alloc().directBuffer(bytes);
        }
        int index = next;
        ByteBuf buffer = buffers[index];
        if (buffer == null) {
            buffer = UNPOOLED.directBuffer(BYTES, BYTES);
            buffers[index] = buffer;
        } else if (buffer.refCnt() > 1) {
            return channel.alloc().directBuffer(bytes, BYTES); // the system has not taken it yet
        }
        next = (index + 1) % COUNT;
        return buffer.clear().retain();
    }

    /** Frees them, each as soon as it is sent. */
    void close() {
        for (int i = 0; i < COUNT; i++) {
            ByteBuf buffer = buffers[i];
            if (buffer != null) {
                buffer.release();
                buffers[i] = null;
            }
        }
    }
}
