package dev.pipit.coap.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the little of CBOR (RFC 8949) that problem details need, and steps over the rest. Takes no more memory than the
 * bytes it is given, whatever they are, and nests no deeper than {@link #MAX_DEPTH}.
 */
final class CborReader {
    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int SIMPLE = 7;

    static final int MAX_DEPTH = 16;
    static final int FALSE = 20;
    static final int TRUE = 21;
    static final int NULL = 22;
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;

    private final byte[] bytes;
    private int position;
    private int info;

    CborReader(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isAtEnd() {
        return position == bytes.length;
    }

    /** The major type of the next item. */
    int type() throws CborException {
        return next() >>> 5;
    }

    private int next() throws CborException {
        if (isAtEnd()) {
            throw new CborException("cut off");
        }
        return bytes[position] & 0xff;
    }

    /** Reads the head of an item of this type: its argument (RFC 8949 §3). */
    private long head(int type) throws CborException {
        int initial = next();
        if (initial >>> 5 != type) {
            throw new CborException("major type " + (initial >>> 5) + " (expected: " + type + ")");
        }
        position++;
        info = initial & 31;
        if (info < 24 || info == INDEFINITE) {
            return info;
        }
        if (info > 27) {
            throw new CborException("additional information " + info + " is reserved");
        }
        int length = 1 << (info - 24);
        require(length);
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | (bytes[position++] & 0xff);
        }
        return value;
    }

    private void require(long more) throws CborException {
        if (more < 0 || more > bytes.length - position) {
            throw new CborException("cut off");
        }
    }

    private boolean isIndefinite() {
        return info == INDEFINITE;
    }

    /** An integer of either sign. */
    long readInteger() throws CborException {
        int type = type();
        long value = head(type == NEGATIVE ? NEGATIVE : UNSIGNED);
        if (isIndefinite() || value < 0) {
            throw new CborException("integer out of range");
        }
        return type == NEGATIVE ? -1 - value : value;
    }

    /** Text, in one piece or in chunks. */
    String readText() throws CborException {
        long length = head(TEXT);
        if (!isIndefinite()) {
            return utf8(take(length));
        }
        StringBuilder text = new StringBuilder();
        while (!readBreak()) {
            long chunk = head(TEXT);
            text.append(utf8(take(isIndefinite() ? -1 : chunk)));
        }
        return text.toString();
    }

    private byte[] take(long length) throws CborException {
        require(length);
        position += (int) length;
        return Arrays.copyOfRange(bytes, position - (int) length, position);
    }

    private static String utf8(byte[] bytes) throws CborException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CborException("text that is not UTF-8");
        }
    }

    /** A tag's number. */
    long readTag() throws CborException {
        long tag = head(TAG);
        if (isIndefinite() || tag < 0) {
            throw new CborException("tag out of range");
        }
        return tag;
    }

    /** One of {@link #FALSE}, {@link #TRUE}, {@link #NULL}. */
    int readSimple() throws CborException {
        long value = head(SIMPLE);
        if (value < FALSE || value > NULL || info > 23) {
            throw new CborException("simple value " + value + " (expected: false, true or null)");
        }
        return (int) value;
    }

    /** How many items an array has; -1 where {@link #readBreak} tells its end. */
    long readArray() throws CborException {
        return readCount(ARRAY, 1);
    }

    /** How many pairs a map has; -1 where {@link #readBreak} tells its end. */
    long readMap() throws CborException {
        return readCount(MAP, 2);
    }

    private long readCount(int type, int itemsEach) throws CborException {
        long count = head(type);
        if (isIndefinite()) {
            return -1;
        }
        // Each item takes a byte at least.
        if (count < 0 || count > (bytes.length - position) / itemsEach) {
            throw new CborException("cut off");
        }
        return count;
    }

    /** Whether the break of an indefinite length comes next, which is then read. */
    boolean readBreak() throws CborException {
        boolean isBreak = next() == BREAK;
        position += isBreak ? 1 : 0;
        return isBreak;
    }

    /** The bytes of the next item, whatever it is. */
    byte[] readItem() throws CborException {
        int start = position;
        skip(0);
        return Arrays.copyOfRange(bytes, start, position);
    }

    private void skip(int depth) throws CborException {
        if (depth > MAX_DEPTH) {
            throw new CborException("nested deeper than " + MAX_DEPTH);
        }
        int type = type();
        switch (type) {
            case UNSIGNED, NEGATIVE -> {
                head(type);
                refuseIndefinite();
            }
            case BYTES, TEXT -> skipString(type);
            case ARRAY -> skipItems(readArray(), 1, depth);
            case MAP -> skipItems(readMap(), 2, depth);
            case TAG -> {
                head(TAG);
                refuseIndefinite();
                skip(depth + 1);
            }
            default -> {
                long value = head(SIMPLE);
                refuseIndefinite();
                if (info == 24 && value < 32) {
                    throw new CborException("simple value " + value + " in two bytes");
                }
            }
        }
    }

    private void refuseIndefinite() throws CborException {
        if (isIndefinite()) {
            throw new CborException("indefinite length or break out of place");
        }
    }

    private void skipString(int type) throws CborException {
        long length = head(type);
        if (!isIndefinite()) {
            require(length);
            position += (int) length;
            return;
        }
        while (!readBreak()) {
            long chunk = head(type);
            require(isIndefinite() ? -1 : chunk);
            position += (int) chunk;
        }
    }

    private void skipItems(long count, int itemsEach, int depth) throws CborException {
        for (long i = 0; count < 0 ? !readBreak() : i < count; i++) {
            for (int item = 0; item < itemsEach; item++) {
                skip(depth + 1);
            }
        }
    }
}
