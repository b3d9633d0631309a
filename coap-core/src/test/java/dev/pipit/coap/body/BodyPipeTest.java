package dev.pipit.coap.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A body that comes in: what the layer writes, and what the reader gets. */
class BodyPipeTest {
    private final HandExecution execution = new HandExecution();
    private final BodyPipe pipe = new BodyPipe(execution, OptionalLong.of(3000), 1000);
    private int roomCalls;
    private int cancelCalls;

    @TempDir
    private Path folder;

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    private boolean write(int count) {
        return pipe.write(bytes(count), nowNanos -> roomCalls++);
    }

    @Test
    void saysWhenItIsFullAndWhenThereIsRoomAgain() throws IOException {
        assertTrue(write(500));
        assertFalse(write(500));
        InputStream in = pipe.body().inputStream();
        assertEquals(499, in.readNBytes(499).length);
        execution.runAll();
        assertEquals(0, roomCalls);
        assertEquals(1, in.readNBytes(1).length);
        execution.runAll();
        assertEquals(1, roomCalls);
        assertEquals(500, in.readNBytes(500).length);
        execution.runAll();
        assertEquals(1, roomCalls);
        assertEquals(0, pipe.bufferedBytes());
        assertEquals("1000 of 3000 bytes", pipe.body().progress().toString());
    }

    @Test
    void givesAllBytesThenTheEnd() throws IOException {
        write(300);
        write(0);
        pipe.complete();
        pipe.fail(new IOException("too late"));
        write(300);
        try (InputStream in = pipe.body().inputStream()) {
            assertEquals(300, in.available());
            assertArrayEquals(bytes(300), in.readAllBytes());
            assertEquals(-1, in.read());
        }
        assertFalse(pipe.isCancelled());
    }

    @Test
    void givesTheBytesThatCameThenTheFailure() throws IOException {
        write(300);
        IllegalStateException reason = new IllegalStateException("changed");
        pipe.fail(reason);
        InputStream in = pipe.body().inputStream();
        assertEquals(300, in.readNBytes(300).length);
        for (int i = 0; i < 2; i++) {
            IOException failure = assertThrows(IOException.class, in::read);
            assertEquals("changed", failure.getMessage());
            assertSame(reason, failure.getCause());
        }
    }

    @Test
    void tellsTheLayerThatTheReaderGivesUp() throws IOException {
        pipe.onCancel(nowNanos -> cancelCalls++);
        write(1000);
        InputStream in = pipe.body().inputStream();
        in.close();
        in.close();
        assertEquals(0, cancelCalls);
        execution.runAll();
        assertEquals(1, cancelCalls);
        assertEquals(0, roomCalls);
        assertTrue(pipe.isCancelled());
        assertFalse(write(500));
        assertEquals(0, pipe.bufferedBytes());
        assertThrows(IOException.class, in::read);

        pipe.onCancel(nowNanos -> cancelCalls++);
        execution.runAll();
        assertEquals(2, cancelCalls);
    }

    @Test
    void doesNotCallBackForWhatHasEnded() {
        pipe.onCancel(nowNanos -> cancelCalls++);
        write(10);
        pipe.complete();
        pipe.body().close();
        execution.runAll();
        assertEquals(0, cancelCalls);
    }

    @Test
    void isReadOnce() {
        pipe.body().inputStream();
        assertThrows(IllegalStateException.class, () -> pipe.body().publisher());
        assertThrows(IllegalStateException.class, () -> pipe.body().readAll(1));
    }

    @Test
    void doesNotWaitOnTheLoop() {
        execution.inLoop(true);
        InputStream in = pipe.body().inputStream();
        assertThrows(IllegalStateException.class, in::read);
    }

    @Test
    void wakesUpAReaderThatWaits() throws Exception {
        AtomicReference<Object> outcome = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        Thread reader = new Thread(() -> {
            started.countDown();
            try {
                outcome.set(pipe.body().readAll(1000));
            } catch (IOException e) {
                outcome.set(e);
            }
        });
        reader.start();
        started.await();
        write(200);
        pipe.complete();
        reader.join();
        assertArrayEquals(bytes(200), (byte[]) outcome.get());
    }

    @Test
    void canBeInterrupted() throws Exception {
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            outcome.set(
                    assertThrows(InterruptedIOException.class, () -> pipe.body().readAll(1000)));
            assertTrue(Thread.currentThread().isInterrupted());
        });
        reader.start();
        reader.interrupt();
        reader.join();
        assertTrue(outcome.get() instanceof InterruptedIOException);
        assertTrue(pipe.isCancelled());
    }

    @Test
    void readsNoMoreThanAllowed() throws IOException {
        write(500);
        assertThrows(IOException.class, () -> pipe.body().readAll(499));
        assertTrue(pipe.isCancelled());
        assertArrayEquals(bytes(500), IncomingBody.of(bytes(500)).readAll(500));
        assertArrayEquals(new byte[0], IncomingBody.of(new byte[0]).readAll(0));
    }

    // ---- files

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void savesACompleteBodyInPlaceOfWhatWasThere() throws IOException {
        Path file = Files.write(folder.resolve("image"), bytes(7));
        assertEquals(500, IncomingBody.of(bytes(500)).saveTo(file));
        assertArrayEquals(bytes(500), Files.readAllBytes(file));
        assertEquals(1, files());
    }

    @Test
    void followsALinkAndKeepsIt() throws IOException {
        Path file = Files.write(folder.resolve("image"), bytes(7));
        Path link = Files.createSymbolicLink(folder.resolve("latest"), file.getFileName());
        IncomingBody.of(bytes(500)).saveTo(link);
        assertTrue(Files.isSymbolicLink(link));
        assertArrayEquals(bytes(500), Files.readAllBytes(file));
        assertEquals(2, files());
    }

    @Test
    void leavesAFileAsItWasWhereTheTransferBreaksOff() throws IOException {
        Path file = Files.write(folder.resolve("image"), bytes(7));
        write(500);
        pipe.fail(new IOException("lost"));
        assertThrows(IOException.class, () -> pipe.body().saveTo(file));
        assertArrayEquals(bytes(7), Files.readAllBytes(file));
        assertEquals(1, files());
    }

    @Test
    void givesUpTheTransferWhereTheFileCannotBeWritten() {
        pipe.onCancel(nowNanos -> cancelCalls++);
        write(500);
        assertThrows(IOException.class, () -> pipe.body().saveTo(folder.resolve("no/such/folder")));
        execution.runAll();
        assertEquals(1, cancelCalls);
    }

    @Test
    void writesToADeviceDirectly() throws IOException {
        assertEquals(500, IncomingBody.of(bytes(500)).saveTo(Path.of("/dev/null")));
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    }

    @Test
    void appendsWhatCameOfABrokenTransfer() throws IOException {
        Path file = folder.resolve("image");
        write(500);
        pipe.fail(new IOException("lost"));
        assertThrows(IOException.class, () -> pipe.body().appendTo(file));
        assertEquals(100, IncomingBody.of(bytes(100)).appendTo(file));
        assertEquals(600, Files.size(file));
    }
}
