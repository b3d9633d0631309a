package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.record.ContentType;
import dev.pipit.coap.dtls.record.FragmentFilter;
import dev.pipit.coap.dtls.record.RecordDefect;
import dev.pipit.coap.dtls.record.RecordFilter;
import dev.pipit.coap.dtls.record.RecordProtection;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.transport.DatagramSecurity;

/** Takes out of datagrams what the DTLS library must not see, counts it, and remembers the alert that was among it. */
final class Fence implements RecordFilter.Listener {
    private static final int FATAL = 2;

    private final DatagramSecurity.Wire wire;
    private final int connectionIdBytes;
    private final RecordFilter records;
    private int fatalAlert = -1;

    @SuppressWarnings("this-escape") // the filter only keeps it
    Fence(DatagramSecurity.Wire wire, int connectionIdBytes) {
        this.wire = wire;
        this.connectionIdBytes = connectionIdBytes;
        this.records = new RecordFilter(connectionIdBytes, this);
    }

    /** Leaves of a datagram what a handshake may see; how many bytes that are. */
    int filter(byte[] bytes, int length, FragmentFilter fragments) {
        fatalAlert = -1;
        return records.filter(bytes, 0, length, RecordProtection.ANY, fragments);
    }

    /**
     * The same for a session. What comes to it in the clear may be the last flight of the handshake once more, or pretend to
     * be that.
     */
    int filter(byte[] bytes, int length, Session session) {
        fatalAlert = -1;
        FragmentFilter fragments = isOneProtectedRecord(bytes, length) ? null : new FragmentFilter();
        return records.filter(bytes, 0, length, session.protection(), fragments);
    }

    private boolean isOneProtectedRecord(byte[] bytes, int length) {
        int idBytes = bytes[0] == ContentType.CONNECTION_ID ? connectionIdBytes : 0;
        return RecordHeader.epoch(bytes) > 0 && RecordHeader.end(bytes, idBytes) == length;
    }

    /** The fatal alert in the clear that was in the datagram filtered last; -1 where none was. */
    int fatalAlert() {
        return fatalAlert;
    }

    @Override
    public void handleDropped(RecordDefect defect) {
        wire.counters().count(Counter.RECORDS_DROPPED);
    }

    @Override
    public void handlePlaintextAlert(int level, int description) {
        if (level == FATAL) {
            fatalAlert = description;
        }
    }
}
