package dev.pipit.coap.option;

import java.nio.charset.StandardCharsets;

/**
 * How an option's value is written in bytes (RFC 7252 §3.2).
 *
 * @param <T> the Java type of a value
 */
public interface OptionFormat<T> {
    /** No bytes at all; the value is {@link Boolean#TRUE} where the option is present. */
    OptionFormat<Boolean> EMPTY = of("empty", value -> new byte[0], (bytes, offset, length) -> Boolean.TRUE);

    /** Bytes without further meaning; each read gives a fresh array. */
    OptionFormat<byte[]> OPAQUE = of("opaque", byte[]::clone, OptionFormat::copy);

    /** A non-negative integer in network byte order, of at most four bytes. */
    OptionFormat<Long> UINT = of("uint", Uint::encode, Uint::decode);

    /** UTF-8 text in Net-Unicode form. */
    OptionFormat<String> STRING = of(
            "string",
            text -> text.getBytes(StandardCharsets.UTF_8),
            (bytes, offset, length) -> new String(bytes, offset, length, StandardCharsets.UTF_8));

    /** A media type by its number (RFC 7252 §12.3). */
    OptionFormat<ContentFormat> CONTENT_FORMAT = of(
            "uint",
            format -> Uint.encode(format.number()),
            (bytes, offset, length) -> ContentFormat.of((int) Uint.decode(bytes, offset, length)));

    /** An entity-tag (RFC 7252 §5.10.6). */
    OptionFormat<EntityTag> ENTITY_TAG =
            of("opaque", EntityTag::toByteArray, (bytes, offset, length) -> EntityTag.of(copy(bytes, offset, length)));

    /** The name that RFC 7252 §3.2 gives the format: empty, opaque, uint or string. */
    String name();

    /** The bytes of a value. */
    byte[] encode(T value);

    /** The value in {@code length} bytes from {@code offset}. */
    T decode(byte[] bytes, int offset, int length);

    /** A format from its two functions. */
    static <T> OptionFormat<T> of(String name, Encoder<T> encoder, Decoder<T> decoder) {
        return new OptionFormat<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public byte[] encode(T value) {
                return encoder.encode(value);
            }

            @Override
            public T decode(byte[] bytes, int offset, int length) {
                return decoder.decode(bytes, offset, length);
            }
        };
    }

    private static byte[] copy(byte[] bytes, int offset, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(bytes, offset, copy, 0, length);
        return copy;
    }

    /** Writes a value. */
    @FunctionalInterface
    interface Encoder<T> {
        /** The bytes of a value. */
        byte[] encode(T value);
    }

    /** Reads a value. */
    @FunctionalInterface
    interface Decoder<T> {
        /** The value in {@code length} bytes from {@code offset}. */
        T decode(byte[] bytes, int offset, int length);
    }
}
