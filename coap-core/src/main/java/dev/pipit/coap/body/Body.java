package dev.pipit.coap.body;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Flow;

/**
 * A body to be sent, read while it goes out: no more of it is in memory than is read ahead, 64 KiB. Safe for use by any
 * thread.
 *
 * <p>One of a length that is known fails where it turns out to be longer or shorter.
 */
public interface Body {
    /**
     * The content of a file, as it is when it is sent. May be sent again, and in parts.
     *
     * @throws UncheckedIOException if there is no such file, or it cannot be read
     */
    static Body of(Path file) {
        return FileBody.of(file);
    }

    /** The rest of a stream, which is closed afterwards, whatever happens. For one transfer. */
    static Body of(InputStream stream) {
        return new StreamBody(stream, OptionalLong.empty());
    }

    /** The rest of a stream that has so many bytes. It is closed afterwards, whatever happens. For one transfer. */
    static Body of(InputStream stream, long length) {
        return new StreamBody(stream, known(length));
    }

    /**
     * What a publisher gives; it is asked for one item after the other, and cancelled when no more is wanted. Items are
     * copied at once, and of any size. For one transfer.
     */
    static Body of(Flow.Publisher<ByteBuffer> publisher) {
        return new PublisherBody(publisher, OptionalLong.empty());
    }

    /** What a publisher gives, so many bytes in all. For one transfer. */
    static Body of(Flow.Publisher<ByteBuffer> publisher, long length) {
        return new PublisherBody(publisher, known(length));
    }

    /** Bytes at hand; they are not copied and must not be modified afterwards. May be sent again, and in parts. */
    static Body of(byte[] bytes) {
        return new ArrayBody(bytes);
    }

    /** The length in bytes, where it is known beforehand. */
    OptionalLong length();

    /** A number for the content as it is now: another content has another; where there is one without reading it. */
    default OptionalLong version() {
        return OptionalLong.empty();
    }

    /** Whether it can be read again, from the start or from any place. */
    boolean isRepeatable();

    /**
     * Begins to read it.
     *
     * @param readAheadBytes how many bytes may be read ahead, at least 64
     */
    BodySource open(Execution execution, int readAheadBytes);

    /** Begins to read it, with 64 KiB read ahead. */
    default BodySource open(Execution execution) {
        return open(execution, BodySource.READ_AHEAD_BYTES);
    }

    private static OptionalLong known(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("length: " + length + " (expected: at least 0)");
        }
        return OptionalLong.of(length);
    }
}
