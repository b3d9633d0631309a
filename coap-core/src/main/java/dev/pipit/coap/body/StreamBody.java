package dev.pipit.coap.body;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** The rest of a stream. */
final class StreamBody implements Body {
    private final InputStream stream;
    private final OptionalLong length;
    private final AtomicBoolean used = new AtomicBoolean();

    StreamBody(InputStream stream, OptionalLong length) {
        this.stream = Objects.requireNonNull(stream, "stream");
        this.length = length;
    }

    @Override
    public OptionalLong length() {
        return length;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public BodySource open(Execution execution, int readAheadBytes) {
        boolean first = used.compareAndSet(false, true);
        return new BufferedSource(
                execution,
                this,
                readAheadBytes,
                (into, offset) -> first
                        ? new StreamSupply(execution, into, stream)
                        : new StreamSupply(execution, into, StreamBody::usedAlready));
    }

    private static InputStream usedAlready() throws IOException {
        throw new IOException("it has been sent already (expected: a file or bytes, to be sent again)");
    }

    @Override
    public String toString() {
        return "the stream";
    }
}
