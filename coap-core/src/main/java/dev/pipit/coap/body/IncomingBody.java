package dev.pipit.coap.body;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A body that comes in, to be read while it does; the peer is asked for more only as it is read. At most 64 KiB of it
 * wait in memory.
 *
 * <p>Read it in one of the ways, once, on any thread; those that wait are not for the event loop. One that will not be
 * read to its end is to be closed. A transfer that breaks off shows as an {@link IOException} with its cause, after the
 * bytes that came before.
 */
public final class IncomingBody implements AutoCloseable {
    private final BodyPipe pipe;
    private final AtomicBoolean claimed = new AtomicBoolean();

    IncomingBody(BodyPipe pipe) {
        this.pipe = pipe;
    }

    /** A body that has come in whole; the bytes are copied. */
    public static IncomingBody of(byte[] bytes) {
        BodyPipe pipe = new BodyPipe(Execution.DIRECT, OptionalLong.of(bytes.length), Integer.MAX_VALUE);
        pipe.write(bytes, nowNanos -> {});
        pipe.complete();
        return pipe.body();
    }

    /** The length that the peer has announced, where it has. A broken peer may send more or less. */
    public OptionalLong length() {
        return pipe.progress().total();
    }

    /** How much has come in so far. */
    public Progress progress() {
        return pipe.progress();
    }

    /**
     * As a stream, whose reads wait for bytes. Interrupting the thread ends the wait with an {@link
     * java.io.InterruptedIOException}. Closing the stream before its end gives the transfer up.
     *
     * @throws IllegalStateException if the body is being read already
     */
    public InputStream inputStream() {
        claim();
        return new PipeInputStream(pipe);
    }

    /**
     * As a publisher for one subscriber, who is called on worker threads, where it may block. Items have up to 16 KiB.
     * Cancelling the subscription gives the transfer up.
     *
     * @throws IllegalStateException if the body is being read already
     */
    public Flow.Publisher<ByteBuffer> publisher() {
        claim();
        return new PipePublisher(pipe);
    }

    /**
     * Waits for all of it, as bytes.
     *
     * @throws IOException if there are more bytes than that, or the transfer breaks off
     * @throws IllegalStateException if the body is being read already
     */
    public byte[] readAll(int maxBytes) throws IOException {
        try (InputStream in = inputStream()) {
            byte[] all = in.readNBytes(maxBytes);
            if (all.length == maxBytes && in.read() >= 0) {
                throw new IOException("the body has more than " + maxBytes + " bytes");
            }
            return all;
        }
    }

    /**
     * Waits for all of it, in a file. It is written to a temporary file in the same folder, which takes the file's place
     * when the body is complete: a broken transfer leaves what was there before. Devices and pipes are written to
     * directly.
     *
     * @return how many bytes it had
     * @throws IOException if the transfer breaks off, or the file cannot be written
     * @throws IllegalStateException if the body is being read already
     */
    public long saveTo(Path file) throws IOException {
        try (InputStream in = inputStream()) {
            return FileWriter.replace(file, in);
        }
    }

    /**
     * Waits for all of it, and appends it to a file, which is made where there is none. A broken transfer leaves there
     * what has come, so that it can be gone on with.
     *
     * @return how many bytes were appended
     * @throws IOException if the transfer breaks off, or the file cannot be written
     * @throws IllegalStateException if the body is being read already
     */
    public long appendTo(Path file) throws IOException {
        try (InputStream in = inputStream()) {
            return FileWriter.append(file, in);
        }
    }

    /** Gives up what has not been read; the peer is asked for no more. Does nothing after the end. */
    @Override
    public void close() {
        pipe.cancel();
    }

    private void claim() {
        if (!claimed.compareAndSet(false, true)) {
            throw new IllegalStateException("the body is being read already (expected: one reader)");
        }
    }
}
