package dev.pipit.coap.dtls.association;

import dev.pipit.coap.dtls.record.RecordCursor;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connection IDs that one event loop has given to its peers, for them to write on their records, and whose each is
 * (RFC 9146). The first byte is the number of the loop, the others are random. All have one length, as a record does not
 * tell it.
 */
public final class ConnectionIds {
    /** No connection IDs: the extension is not used. */
    public static final int OFF = -1;

    /** The shortest one that tells loops and associations apart, in bytes. */
    public static final int MIN_BYTES = 4;

    /** The longest one, in bytes. */
    public static final int MAX_BYTES = 8;

    private static final byte[] EMPTY = {};
    private static final int DRAWS = 100;

    private final int bytes;
    private final int loop;
    private final RandomGenerator random;
    private final Map<Long, Association> associations = new HashMap<>();

    /**
     * IDs of one loop.
     *
     * @param bytes 4-8; 0 to be found by one's address, and write those of the peer; {@link #OFF}
     * @param loop the loop's number, 0-255
     * @param random unguessable outside of tests, so that IDs tell nothing
     */
    public ConnectionIds(int bytes, int loop, RandomGenerator random) {
        this.bytes = bytes;
        this.loop = loop;
        this.random = random;
    }

    /** How long each is that was given out; 0 where none was. */
    int bytes() {
        return Math.max(0, bytes);
    }

    /** One for a peer that is about to have an association: empty for none, null where the extension is not used. */
    byte @Nullable [] give(Association association) {
        if (bytes <= 0) {
            return bytes == OFF ? null : EMPTY;
        }
        byte[] id = new byte[bytes];
        for (int i = 0; i < DRAWS; i++) {
            random.nextBytes(id);
            id[0] = (byte) loop;
            if (associations.putIfAbsent(key(id, 0), association) == null) {
                return id;
            }
        }
        return EMPTY; // nearly all are given out: the limits of associations are beyond what the length is good for
    }

    /** The ID of an association, as {@link #give} made it, is not used any more. */
    void takeBack(byte @Nullable [] id) {
        if (id != null && id.length > 0) {
            associations.remove(key(id, 0));
        }
    }

    /** The number of the loop that has given out the ID of a datagram's first record. */
    static int loopOf(byte[] datagram) {
        return datagram[RecordCursor.CONNECTION_ID_AT] & 0xff;
    }

    /** Whether that loop is this one. */
    boolean isOurs(byte[] datagram) {
        return loopOf(datagram) == loop;
    }

    /** Whose the ID of a datagram's first record is; null where it is nobody's. */
    @Nullable
    Association find(byte[] datagram) {
        return associations.get(key(datagram, RecordCursor.CONNECTION_ID_AT));
    }

    private long key(byte[] array, int at) {
        long key = 0;
        for (int i = at; i < at + bytes; i++) {
            key = key << 8 | array[i] & 0xff;
        }
        return key;
    }

    /** How many are given out. */
    int size() {
        return associations.size();
    }
}
