package dev.pipit.coap.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteQueueTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void givesBytesInTheOrderInWhichTheyCame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteQueue queue = new ByteQueue();
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 2000; i++) {
            byte[] some = new byte[random.nextInt(700)];
            random.nextBytes(some);
            in.writeBytes(some);
            if (random.nextBoolean()) {
                queue.add(some, 0, some.length);
            } else {
                queue.add(ByteBuffer.wrap(some));
            }
            byte[] taken = new byte[random.nextInt(queue.size() + 1)];
            queue.copy(taken, 0, taken.length);
            queue.discard(taken.length);
            out.writeBytes(taken);
        }
        byte[] rest = new byte[queue.size()];
        queue.copy(rest, 0, rest.length);
        out.writeBytes(rest);
        queue.discard(rest.length);
        assertArrayEquals(in.toByteArray(), out.toByteArray());
        assertEquals(0, queue.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, 5000})
    void takesAnyNumberOfBytes(int count) {
        byte[] some = new byte[count];
        Arrays.fill(some, (byte) 7);
        ByteQueue queue = new ByteQueue();
        queue.add(some, 0, count);
        byte[] copy = new byte[count];
        queue.copy(copy, 0, count);
        assertArrayEquals(some, copy);
        queue.clear();
        queue.add(ByteBuffer.wrap(some));
        assertEquals(count, queue.size());
    }
}
