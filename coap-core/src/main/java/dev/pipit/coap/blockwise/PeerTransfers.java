package dev.pipit.coap.blockwise;

import dev.pipit.coap.peer.PeerSlot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bodies under way with one peer. Hangs on the peer's slot while there are any, and does not hold it: a stranger
 * that is forgotten in favour of another takes its transfers along.
 */
final class PeerTransfers {
    private final Transfers all;
    private final PeerSlot peer;
    private final Map<TransferKey, Upload> uploads = new HashMap<>(4);
    private final Map<TransferKey, Download> downloads =
            new LinkedHashMap<>(4, 0.75f, true); // least recently asked for first

    PeerTransfers(Transfers all, PeerSlot peer) {
        this.all = all;
        this.peer = peer;
    }

    @Nullable
    Upload upload(TransferKey key) {
        return uploads.get(key);
    }

    @Nullable
    Download download(TransferKey key) {
        return downloads.get(key);
    }

    /** Keeps a transfer, in the place of one with the same key; false where there is no room for it. */
    boolean add(Transfer transfer, long nowNanos) {
        Transfer before = transfer instanceof Upload ? uploads.get(transfer.key) : downloads.get(transfer.key);
        if (before != null) {
            remove(before);
        }
        if (!makeRoomFor(transfer.bytes(), 1)) {
            return false;
        }
        if (transfer instanceof Upload upload) {
            uploads.put(upload.key, upload);
        } else if (transfer instanceof Download download) {
            downloads.put(download.key, download);
        }
        all.attach(peer, this);
        all.charge(transfer.bytes());
        all.touch(transfer, nowNanos);
        return true;
    }

    /** Appends to an upload; false where there is no room for it. */
    boolean append(CollectedUpload upload, byte[] block, long nowNanos) {
        int more = upload.growthFor(block.length);
        if (more > 0 && !makeRoomFor(more, 0)) {
            return false;
        }
        upload.append(block);
        all.charge(more);
        all.touch(upload, nowNanos);
        return true;
    }

    /** Gives up the peer's own oldest downloads, which nobody may want any more, as far as that helps. */
    private boolean makeRoomFor(int bytes, int transfers) {
        if (bytes > all.config().maxBufferedBytes()) {
            return false;
        }
        while (uploads.size() + downloads.size() + transfers > all.config().maxTransfersPerPeer()
                || !all.hasRoomFor(bytes)) {
            if (downloads.isEmpty()) {
                return false;
            }
            remove(downloads.values().iterator().next());
        }
        return true;
    }

    /** Notes that a transfer was used. */
    void touch(Transfer transfer, long nowNanos) {
        all.touch(transfer, nowNanos);
    }

    void remove(Transfer transfer) {
        boolean held = transfer instanceof Upload
                ? uploads.remove(transfer.key, transfer)
                : downloads.remove(transfer.key, transfer);
        if (held) {
            all.forget(transfer);
            all.charge(-transfer.bytes());
            transfer.release(all.latestNanos());
            if (uploads.isEmpty() && downloads.isEmpty()) {
                all.detach(peer, this);
            }
        }
    }

    void clear() {
        List<Transfer> transfers = new ArrayList<>(uploads.values());
        transfers.addAll(downloads.values());
        transfers.forEach(this::remove);
    }
}
