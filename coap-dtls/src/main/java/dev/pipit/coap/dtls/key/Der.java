package dev.pipit.coap.dtls.key;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.Arrays;

/** As much of DER (X.690) as the structures around keys need: reading one element after the other, and wrapping. */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    private final byte[] bytes;
    private int next;

    Der(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean hasNext() {
        return next < bytes.length;
    }

    /** The tag of the next element, -1 where there is none. */
    int tag() {
        return hasNext() ? bytes[next] & 0xff : -1;
    }

    /** The content of the next element, which has to have this tag. */
    byte[] content(int tag) throws InvalidKeyException {
        if (tag() != tag) {
            throw new InvalidKeyException("tag " + tag() + " where " + tag + " belongs");
        }
        int at = next + 1;
        int length = byteAt(at++);
        if (length >= 0x80) {
            int lengthBytes = length & 0x7f;
            if (lengthBytes < 1 || lengthBytes > 3) {
                throw new InvalidKeyException("a length of " + lengthBytes + " bytes");
            }
            length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = length << 8 | byteAt(at++);
            }
        }
        if (length > bytes.length - at) {
            throw new InvalidKeyException("an element that ends behind the key");
        }
        next = at + length;
        return Arrays.copyOfRange(bytes, at, next);
    }

    private int byteAt(int index) throws InvalidKeyException {
        if (index >= bytes.length) {
            throw new InvalidKeyException("an element that ends behind the key");
        }
        return bytes[index] & 0xff;
    }

    /** An element made of others. */
    static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (length >= 0x80) {
            element.write(length < 0x100 ? 0x81 : 0x82);
            if (length >= 0x100) {
                element.write(length >> 8);
            }
        }
        element.write(length);
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
