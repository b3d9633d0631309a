package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.transport.DatagramSecurity;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DTLSVerifier;
import org.bouncycastle.tls.DatagramSender;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * Lets a ClientHello pass that has the cookie of its address, and answers every other with that cookie, keeping nothing
 * (RFC 6347 §4.2.1). The answer, of 60 bytes, is shorter than any request for it. The cookie's key changes every minute,
 * and the one before it counts as well.
 */
final class CookieGate implements DatagramSender {
    static final long KEY_LIFETIME_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final TlsCrypto crypto;
    private final DatagramSecurity.Wire wire;
    private DTLSVerifier current;
    private @Nullable DTLSVerifier previous;
    private boolean begun;
    private long sinceNanos;

    // The answer to the ClientHello that is being looked at.
    private byte @Nullable [] answer;

    CookieGate(TlsCrypto crypto, DatagramSecurity.Wire wire) {
        this.crypto = crypto;
        this.wire = wire;
        this.current = new DTLSVerifier(crypto);
    }

    /** What a handshake begins with; null where the ClientHello does not pass. */
    @Nullable
    DTLSRequest verify(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        rotate(nowNanos);
        byte[] client = clientId(from);
        answer = null;
        DTLSRequest request = current.verifyRequest(client, bytes, 0, length, this);
        byte[] made = answer;
        if (request == null && made != null && previous != null) {
            request = previous.verifyRequest(client, bytes, 0, length, this);
        }
        if (request == null && made != null) {
            wire.counters().count(Counter.COOKIES_SENT);
            wire.send(from, made, 0, made.length);
        } else if (request == null) {
            wire.counters().count(Counter.RECORDS_DROPPED);
        }
        return request;
    }

    private void rotate(long nowNanos) {
        if (!begun) {
            begun = true;
            sinceNanos = nowNanos;
        }
        long age = nowNanos - sinceNanos;
        if (age >= KEY_LIFETIME_NANOS) {
            previous = age < 2 * KEY_LIFETIME_NANOS ? current : null;
            current = new DTLSVerifier(crypto);
            sinceNanos = nowNanos;
        }
    }

    /** Address and port. */
    private static byte[] clientId(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        byte[] id = Arrays.copyOf(ip, ip.length + 2);
        id[ip.length] = (byte) (address.getPort() >> 8);
        id[ip.length + 1] = (byte) address.getPort();
        return id;
    }

    @Override
    public int getSendLimit() {
        return PeerTransport.FLIGHT_BYTES;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        answer = Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
