package dev.pipit.coap.body;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A pipe's end as a stream. */
final class PipeInputStream extends InputStream {
    private final BodyPipe pipe;
    private boolean closed;

    PipeInputStream(BodyPipe pipe) {
        this.pipe = pipe;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, into.length);
        if (closed) {
            throw new IOException("the stream is closed");
        }
        return count == 0 ? 0 : pipe.read(into, offset, count);
    }

    @Override
    public int available() {
        return pipe.available();
    }

    @Override
    public void close() {
        closed = true;
        pipe.cancel();
    }
}
