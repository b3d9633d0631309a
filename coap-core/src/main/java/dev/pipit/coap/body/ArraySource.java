package dev.pipit.coap.body;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Bytes that are at hand. */
final class ArraySource implements BodySource {
    private final byte[] bytes;
    private int position;

    ArraySource(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public byte[] read(int count, Execution.LoopTask whenReady) {
        if (count < 1) {
            throw new IllegalArgumentException("count: " + count + " (expected: at least 1)");
        }
        int end = Math.min(bytes.length, position + count);
        byte[] result = Arrays.copyOfRange(bytes, position, end);
        position = end;
        return result;
    }

    @Override
    public boolean isAtEnd() {
        return position == bytes.length;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(bytes.length);
    }

    @Override
    public @Nullable IOException failure() {
        return null;
    }

    @Override
    public boolean rewind(long offset) {
        boolean inside = offset >= 0 && offset <= bytes.length;
        position = inside ? (int) offset : position;
        return inside;
    }

    @Override
    public void close() {}
}
