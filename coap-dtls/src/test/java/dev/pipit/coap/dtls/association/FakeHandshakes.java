package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.PskIdentity;
import dev.pipit.coap.dtls.record.ContentType;
import dev.pipit.coap.dtls.record.RecordProtection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Handshakes that are done when the test says so, and sessions whose records begin with their name. */
final class FakeHandshakes implements Handshakes {
    /** What a ClientHello carries at its end where the cookie is right. */
    static final byte COOKIE = 'C';

    final List<Begun> begun = new ArrayList<>();
    boolean full;
    boolean closed;

    private record Hello() implements VerifiedHello {}

    @Override
    public @Nullable VerifiedHello verify(InetSocketAddress from, byte[] bytes, int length, long nowNanos) {
        return bytes[length - 1] == COOKIE ? new Hello() : null;
    }

    @Override
    public @Nullable Handshake accept(VerifiedHello hello, Owner owner) {
        return begin(owner);
    }

    @Override
    public @Nullable Handshake connect(String serverName, int port, Owner owner) {
        return begin(owner);
    }

    private @Nullable Handshake begin(Owner owner) {
        if (full) {
            return null;
        }
        Begun made = new Begun(owner);
        begun.add(made);
        return made;
    }

    Begun last() {
        return begun.get(begun.size() - 1);
    }

    @Override
    public void close() {
        closed = true;
    }

    static final class Begun implements Handshake {
        final Owner owner;
        final List<byte[]> offered = new ArrayList<>();
        Progress progress = Progress.UNANSWERED;
        boolean aborted;
        boolean givesId = true;

        Begun(Owner owner) {
            this.owner = owner;
        }

        @Override
        public boolean offer(byte[] datagram) {
            return offered.size() < 3 && offered.add(datagram);
        }

        @Override
        public void abort() {
            aborted = true;
        }

        @Override
        public Progress progress() {
            return progress;
        }

        FakeSession succeed(String name, long nowNanos, byte[]... early) {
            FakeSession session = new FakeSession(name, owner, givesId);
            owner.handleEstablished(session, new PskIdentity(name), Arrays.asList(early), nowNanos);
            return session;
        }
    }

    /** Takes for authentic what begins with its name behind the header. */
    static final class FakeSession implements Session {
        final String name;
        private final Owner owner;
        private final boolean foundById;
        String end = "";
        int clear;
        int emptied;

        FakeSession(String name, Owner owner, boolean givesId) {
            this.name = name;
            this.owner = owner;
            byte[] id = owner.connectionId();
            this.foundById = givesId && id != null && id.length > 0;
        }

        @Override
        public boolean isFoundById() {
            return foundById;
        }

        @Override
        public boolean receive(byte[] bytes, int length, Receiver receiver, long nowNanos) {
            if (length == 0) {
                emptied++;
                return false;
            }
            if (RecordHeader.epoch(bytes) == 0) {
                clear++;
                return false;
            }
            byte[] id = owner.connectionId();
            boolean identified = bytes[0] == ContentType.CONNECTION_ID;
            int at = RecordHeader.LENGTH + (identified && id != null ? id.length : 0);
            String text = new String(bytes, at, length - at, StandardCharsets.UTF_8).strip();
            if (!text.startsWith(name + ":")) {
                return false;
            }
            if (identified && !text.endsWith("late")) {
                receiver.handleNewest();
            }
            if (text.endsWith("bye")) {
                end = "peer";
            } else {
                byte[] plaintext = text.getBytes(StandardCharsets.UTF_8);
                receiver.handlePlaintext(plaintext, plaintext.length, nowNanos);
            }
            return true;
        }

        @Override
        public boolean send(byte[] plaintext) {
            if (plaintext.length > maxPlaintextBytes()) {
                return false;
            }
            owner.send(plaintext, 0, plaintext.length);
            return true;
        }

        @Override
        public int maxPlaintextBytes() {
            return 100;
        }

        @Override
        public RecordProtection protection() {
            return RecordProtection.CCM_8;
        }

        @Override
        public boolean isOver() {
            return !end.isEmpty();
        }

        @Override
        public void close() {
            end = "closed";
        }

        @Override
        public void discard() {
            end = "discarded";
        }
    }
}
