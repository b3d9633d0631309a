package dev.pipit.coap.dtls.association;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Where somebody sits as far as limits are concerned: an IPv4 address, or an IPv6 network of 64 bits. */
record Source(boolean ipv6, long prefix) {
    static Source of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? new Source(false, ByteBuffer.wrap(bytes).getInt())
                : new Source(true, ByteBuffer.wrap(bytes).getLong());
    }
}
