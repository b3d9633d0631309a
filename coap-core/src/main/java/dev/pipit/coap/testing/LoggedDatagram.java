package dev.pipit.coap.testing;

import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.MalformedMessage;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A datagram that was sent on a {@link VirtualNetwork}. */
public final class LoggedDatagram {
    /** What became of a datagram. */
    public enum Fate {
        /** It arrives as it is. */
        SENT,
        /** It never arrives. */
        LOST,
        /** It arrives with some bits flipped. */
        CORRUPTED,
        /** It is a second copy, made by the network. */
        DUPLICATE
    }

    private static final int MAX_TEXT = 48;

    private final long atNanos;
    private final InetSocketAddress from;
    private final InetSocketAddress to;
    private final byte[] bytes;
    private final Fate fate;

    LoggedDatagram(long atNanos, InetSocketAddress from, InetSocketAddress to, byte[] bytes, Fate fate) {
        this.atNanos = atNanos;
        this.from = from;
        this.to = to;
        this.bytes = bytes;
        this.fate = fate;
    }

    /** When it was sent. */
    public long atNanos() {
        return atNanos;
    }

    /** The sender. */
    public InetSocketAddress from() {
        return from;
    }

    /** The receiver. */
    public InetSocketAddress to() {
        return to;
    }

    /** The content as it was sent; not to be modified. */
    public byte[] bytes() {
        return bytes;
    }

    /** What the network did to it. */
    public Fate fate() {
        return fate;
    }

    /** The content, decoded. */
    public Datagram datagram() {
        return new MessageDecoder(Token.MAX_LENGTH).decode(bytes, 0, bytes.length);
    }

    /** One line: time in seconds, from, to, the message, and its fate if it is a special one. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%10.3f s  %s -> %s  %s%s",
                atNanos / 1e9,
                describe(from),
                describe(to),
                describe(bytes),
                fate == Fate.SENT ? "" : "   *** " + fate + " ***");
    }

    static String describe(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    static String describe(byte[] bytes) {
        Datagram datagram = new MessageDecoder(Token.MAX_LENGTH).decode(bytes, 0, bytes.length);
        if (datagram instanceof MalformedMessage malformed) {
            return "malformed (" + malformed.reason() + "): " + hex(bytes);
        }
        UdpMessage message = (UdpMessage) datagram;
        return message + describePayload(message.message());
    }

    private static String describePayload(@Nullable Message message) {
        if (message == null || !message.hasPayload()) {
            return "";
        }
        byte[] payload = message.payload();
        for (byte b : payload) {
            if (b < ' ' || b == 127) {
                return ": " + hex(payload);
            }
        }
        String text = message.text();
        return ": \"" + (text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…") + '"';
    }

    private static String hex(byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, MAX_TEXT));
        return hex + (bytes.length > MAX_TEXT ? "…" : "");
    }
}
