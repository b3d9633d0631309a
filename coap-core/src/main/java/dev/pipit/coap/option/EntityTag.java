package dev.pipit.coap.option;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** An entity-tag: up to eight opaque bytes that name one representation of a resource (RFC 7252 §5.10.6). */
public final class EntityTag {
    /** The empty tag, which in If-Match stands for "whatever exists" (RFC 7252 §5.10.8.1). */
    public static final EntityTag EMPTY = new EntityTag(new byte[0]);

    private final byte[] bytes;

    private EntityTag(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A tag of these bytes.
     *
     * @throws IllegalArgumentException if there are more than eight
     */
    public static EntityTag of(byte... bytes) {
        if (bytes.length > 8) {
            throw new IllegalArgumentException("entity-tag length: " + bytes.length + " (expected: 0-8)");
        }
        return bytes.length == 0 ? EMPTY : new EntityTag(bytes.clone());
    }

    /** A tag for a version number: the shortest non-empty big-endian form. */
    public static EntityTag ofVersion(long version) {
        byte[] bytes = new byte[Math.max(1, (71 - Long.numberOfLeadingZeros(version)) >>> 3)];
        for (int i = bytes.length - 1, shift = 0; i >= 0; i--, shift += 8) {
            bytes[i] = (byte) (version >>> shift);
        }
        return new EntityTag(bytes);
    }

    /** A tag computed from a representation: equal bytes give equal tags. */
    public static EntityTag ofContent(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return new EntityTag(new byte[] {
            (byte) (crc.getValue() >>> 24),
            (byte) (crc.getValue() >>> 16),
            (byte) (crc.getValue() >>> 8),
            (byte) crc.getValue(),
            (byte) (content.length >>> 8),
            (byte) content.length
        });
    }

    /** The tag's bytes, as a fresh array. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** Number of bytes, 0 to 8. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntityTag tag && Arrays.equals(bytes, tag.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The bytes in hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
