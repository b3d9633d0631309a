package dev.pipit.coap.body;

import java.util.Objects;
import java.util.OptionalLong;

/** Bytes at hand. */
final class ArrayBody implements Body {
    private final byte[] bytes;

    ArrayBody(byte[] bytes) {
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(bytes.length);
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public BodySource open(Execution execution, int readAheadBytes) {
        return new ArraySource(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
