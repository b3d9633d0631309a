package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.association.Session;
import dev.pipit.coap.dtls.record.RecordProtection;
import java.io.IOException;
import org.bouncycastle.tls.DTLSRecordCallback;
import org.bouncycastle.tls.DTLSRecordFlags;
import org.bouncycastle.tls.DTLSTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * BouncyCastle's record layer, on the event loop. While it is in {@code receive}, it may send its last flight again, and
 * has gone back to epoch 0 for that: what was sent by another then would leave in the clear. Here all is one thread's, and
 * what comes in is given on only when {@code receive} has returned.
 */
final class BcSession implements Session, DTLSRecordCallback {
    private static final Logger LOG = LoggerFactory.getLogger(BcSession.class);

    private static final int NEWEST_WITH_ID = DTLSRecordFlags.IS_NEWEST | DTLSRecordFlags.USES_CONNECTION_ID;

    private final DTLSTransport records;
    private final PeerTransport transport;
    private final Scratch scratch;
    private final RecordProtection protection;
    private final String peer;
    private final boolean foundById;
    private boolean receiving;
    private boolean authentic;
    private boolean newest; // with our connection ID
    private boolean over;

    /** Room for one plaintext, shared by the sessions of an event loop. */
    static final class Scratch {
        // RFC 6347 §4.1.1 by way of RFC 5246 §6.2.1: "The length MUST NOT exceed 2^14."
        private final byte[] bytes = new byte[1 << 14];
    }

    BcSession(DTLSTransport records, PeerTransport transport, Scratch scratch, BcHandshake.Party party, String peer) {
        this.records = records;
        this.transport = transport;
        this.scratch = scratch;
        this.protection = party.protection();
        this.foundById = party.isFoundById();
        this.peer = peer;
    }

    @Override
    public RecordProtection protection() {
        return protection;
    }

    @Override
    public boolean isFoundById() {
        return foundById;
    }

    @Override
    public boolean receive(byte[] bytes, int length, Receiver receiver, long nowNanos) {
        if (over) {
            return false;
        }
        authentic = false;
        newest = false;
        transport.current(length == 0 ? null : bytes, length);
        int size = first();
        while (size >= 0 && !over) {
            tellNewest(receiver);
            if (size > 0) {
                receiver.handlePlaintext(scratch.bytes, size, nowNanos);
            }
            size = over ? -1 : next();
        }
        tellNewest(receiver);
        transport.current(null, 0);
        over |= transport.isClosed();
        return authentic;
    }

    private void tellNewest(Receiver receiver) {
        if (newest) {
            newest = false;
            receiver.handleNewest();
        }
    }

    /** The first plaintext of the datagram at hand, -1 where there is none. */
    private int first() {
        receiving = true;
        try {
            return records.receive(scratch.bytes, 0, scratch.bytes.length, 1, this);
        } catch (WouldBlock nothingMore) {
            return -1;
        } catch (IOException | RuntimeException e) {
            return end("receive", e);
        } finally {
            receiving = false;
        }
    }

    private int next() {
        receiving = true;
        try {
            return records.receivePending(scratch.bytes, 0, scratch.bytes.length, this);
        } catch (WouldBlock nothingMore) {
            return -1;
        } catch (IOException | RuntimeException e) {
            return end("receive", e);
        } finally {
            receiving = false;
        }
    }

    private int end(String what, Exception cause) {
        LOG.debug("{}: the session ends, {} failed: {}", peer, what, cause.toString());
        discard();
        return -1;
    }

    /** Called by BouncyCastle for each record that is authentic and new. */
    @Override
    public void recordAccepted(int flags) {
        authentic = true;
        newest |= (flags & NEWEST_WITH_ID) == NEWEST_WITH_ID;
    }

    @Override
    public boolean send(byte[] plaintext) {
        if (over) {
            return false;
        }
        if (receiving) {
            throw new IllegalStateException("send during receive, which may be in the clear just now");
        }
        try {
            if (plaintext.length > maxPlaintextBytes()) {
                return false;
            }
            records.send(plaintext, 0, plaintext.length);
            return true;
        } catch (IOException | RuntimeException e) {
            end("send", e);
            return false;
        }
    }

    @Override
    public int maxPlaintextBytes() {
        try {
            return records.getSendLimit();
        } catch (IOException e) {
            throw new IllegalStateException("of a value that is there", e);
        }
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            try {
                records.close();
            } catch (IOException | RuntimeException e) {
                LOG.debug("{}: no close_notify: {}", peer, e.toString());
            }
        }
    }

    @Override
    public void discard() {
        over = true;
        transport.abort();
    }
}
