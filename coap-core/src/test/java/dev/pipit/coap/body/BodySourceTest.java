package dev.pipit.coap.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies made of bytes, files and streams, as a protocol layer reads them. */
class BodySourceTest {
    private final HandExecution execution = new HandExecution();
    private int calls;

    @TempDir
    private Path folder;

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("firmware.bin"), content);
    }

    private void called(long nowNanos) {
        calls++;
    }

    private byte[] read(BodySource source, int count) {
        byte[] some = source.read(count, this::called);
        if (some == null) {
            execution.runAll();
            some = source.read(count, this::called);
        }
        return some == null ? new byte[] {-1} : some;
    }

    private byte[] readAll(BodySource source, int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        do {
            byte[] some = read(source, count);
            assertNull(source.failure());
            assertTrue(some.length == count || source.isAtEnd());
            all.writeBytes(some);
        } while (!source.isAtEnd());
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 2048, 100_000, 262_144})
    void tellsForSureWhetherAReadWasTheLast(int length) throws IOException {
        byte[] body = bytes(length);
        assertArrayEquals(body, readAll(Body.of(body).open(execution), 1024));
        assertArrayEquals(body, readAll(Body.of(file(body)).open(execution), 1024));
        assertArrayEquals(body, readAll(Body.of(new ByteArrayInputStream(body)).open(execution), 1024));
        assertArrayEquals(
                body, readAll(Body.of(new ByteArrayInputStream(body), length).open(execution), 1024));
    }

    @Test
    void callsBackOnceWhenTheBytesAreThere() {
        BodySource source = Body.of(new ByteArrayInputStream(bytes(3000))).open(execution);
        assertNull(source.read(1000, this::called));
        assertEquals(0, execution.runLoop(1));
        execution.runWorkers();
        assertEquals(0, calls);
        execution.runAll();
        assertEquals(1, calls);
        assertNotNull(source.read(1000, this::called));
        execution.runAll();
        assertEquals(1, calls);
    }

    @Test
    void readsNoMoreAheadThanAllowed() {
        byte[] body = bytes(1_000_000);
        ByteArrayInputStream stream = new ByteArrayInputStream(body);
        BodySource source = Body.of(stream).open(execution, 4096);
        for (int i = 0; i < 100; i++) {
            assertArrayEquals(Arrays.copyOfRange(body, i * 512, i * 512 + 512), read(source, 512));
            execution.runAll();
            int ahead = body.length - stream.available() - (i + 1) * 512;
            assertTrue(ahead <= 4096 + 8192, () -> "read ahead: " + ahead);
        }
    }

    @Test
    void readsAgainWhatWasReadLast() {
        byte[] body = bytes(5000);
        BodySource source = Body.of(new ByteArrayInputStream(body)).open(execution);
        read(source, 1024);
        read(source, 1024);
        assertTrue(source.rewind(1024 + 64));
        assertArrayEquals(Arrays.copyOfRange(body, 1088, 1152), read(source, 64));
        assertEquals(1152, source.position());
        assertFalse(source.rewind(1024));
        assertArrayEquals(Arrays.copyOfRange(body, 1152, 1216), read(source, 64));
    }

    @Test
    void readsAFileFromAnywhere() throws IOException {
        byte[] body = bytes(200_000);
        BodySource source = Body.of(file(body)).open(execution);
        for (int offset : new int[] {150_000, 0, 199_999, 64, 200_000, 1}) {
            assertTrue(source.rewind(offset));
            int end = Math.min(body.length, offset + 1024);
            assertArrayEquals(Arrays.copyOfRange(body, offset, end), read(source, 1024), "offset " + offset);
            assertEquals(end == body.length, source.isAtEnd());
        }
        assertFalse(source.rewind(200_001));
        assertFalse(source.rewind(-1));
    }

    @Test
    void ignoresWhatASupplyGivesAfterARewind() throws IOException {
        byte[] body = bytes(200_000);
        BodySource source = Body.of(file(body)).open(execution);
        assertNull(source.read(1024, this::called));
        assertTrue(source.rewind(100_000));
        execution.runAll();
        assertEquals(0, calls);
        assertArrayEquals(Arrays.copyOfRange(body, 100_000, 101_024), read(source, 1024));
    }

    @Test
    void failsWhereTheLengthIsNotAsAnnounced() throws IOException {
        Body grown = Body.of(file(bytes(100)));
        file(bytes(101));
        assertFailure(grown, "firmware.bin has more bytes (expected: 100)");
        Body shrunk = Body.of(file(bytes(100)));
        file(bytes(99));
        assertFailure(shrunk, "firmware.bin ended after 99 bytes (expected: 100)");
        assertFailure(Body.of(new ByteArrayInputStream(bytes(7)), 8), "the stream ended after 7 bytes (expected: 8)");
    }

    private IOException assertFailure(Body body, String message) {
        BodySource source = body.open(execution);
        calls = 0;
        assertNull(source.read(1024, this::called));
        execution.runAll();
        assertEquals(1, calls);
        assertNull(source.read(1024, this::called));
        IOException failure = source.failure();
        assertNotNull(failure);
        assertTrue(String.valueOf(failure.getMessage()).endsWith(message), failure::getMessage);
        source.close();
        execution.runAll();
        assertEquals(1, calls);
        return failure;
    }

    @Test
    void reportsAStreamThatFails() {
        IOException broken = new IOException("disk on fire");
        InputStream stream = new InputStream() {
            @Override
            public int read() throws IOException {
                throw broken;
            }
        };
        assertSame(
                broken,
                assertFailure(Body.of(stream), "cannot read the stream: java.io.IOException: disk on fire")
                        .getCause());
    }

    @Test
    void reportsAStreamThatIsToBeSentTwice() {
        Body body = Body.of(new ByteArrayInputStream(bytes(10)));
        assertArrayEquals(bytes(10), readAll(body.open(execution), 64));
        assertFailure(body, "it has been sent already (expected: a file or bytes, to be sent again)");
        assertFalse(body.isRepeatable());
    }

    @Test
    void reportsThatNoThreadIsFree() {
        BodySource source = Body.of(new ByteArrayInputStream(bytes(10))).open(execution);
        execution.refuseWork();
        assertNull(source.read(16, this::called));
        IOException failure = source.failure();
        assertNotNull(failure);
        assertTrue(String.valueOf(failure.getMessage()).contains("no thread is free"));
    }

    @Test
    void refusesWhatIsNoFile() {
        Path missing = folder.resolve("missing");
        assertEquals(
                missing + ": no such file",
                assertThrows(UncheckedIOException.class, () -> Body.of(missing)).getMessage());
        assertEquals(
                folder + ": (expected: a file that can be read)",
                assertThrows(UncheckedIOException.class, () -> Body.of(folder)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Body.of(InputStream.nullInputStream(), -1));
    }

    private static final class Watched extends ByteArrayInputStream {
        private int closed;

        Watched() {
            super(bytes(300_000));
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void closesTheStreamOnceInAnyCase() {
        Watched unread = new Watched();
        BodySource source = Body.of(unread).open(execution);
        source.close();
        source.close();
        execution.runAll();
        assertEquals(1, unread.closed);
        assertNull(source.read(16, this::called));
        assertFalse(source.rewind(0));

        Watched begun = new Watched();
        source = Body.of(begun).open(execution);
        read(source, 1024);
        assertNotNull(source.read(1024, this::called));
        execution.refuseWork();
        source.close();
        source.close();
        execution.runAll();
        assertEquals(1, begun.closed);
        assertEquals(1, calls);
    }

    @Test
    void interruptsAStreamThatHangs() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        InputStream hanging = new InputStream() {
            @Override
            public int read() throws IOException {
                reading.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    woken.countDown();
                }
                throw new IOException("interrupted");
            }
        };
        ScheduledExecutorService thread = Executors.newScheduledThreadPool(2);
        try {
            BodySource source = Body.of(hanging).open(onThreads(thread));
            assertNull(source.read(16, this::called));
            reading.await();
            source.close();
            woken.await();
        } finally {
            thread.shutdownNow();
        }
    }

    private static Execution onThreads(ScheduledExecutorService threads) {
        return new Execution() {
            @Override
            public boolean onLoop(LoopTask task) {
                return false;
            }

            @Override
            public boolean onWorker(Runnable task) {
                threads.execute(task);
                return true;
            }

            @Override
            public boolean inLoop() {
                return false;
            }
        };
    }

    @Test
    void refusesReadsThatDoNotFitTheBuffer() {
        BodySource source = Body.of(InputStream.nullInputStream()).open(execution, 64);
        assertThrows(IllegalArgumentException.class, () -> source.read(17, this::called));
        assertThrows(IllegalArgumentException.class, () -> source.read(0, this::called));
        assertEquals(OptionalLong.empty(), source.length());
        assertThrows(
                IllegalArgumentException.class,
                () -> Body.of(InputStream.nullInputStream()).open(execution, 63));
    }
}
