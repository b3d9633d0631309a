package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.worker.WorkerThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread for each handshake under way, as BouncyCastle waits on it for what the peer says. Bounded: those that were aborted
 * count until their threads have noticed, so that there may be twice as many as are taken for pending.
 */
final class HandshakeThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeThreads.class);
    private static final long STACK_BYTES = 256 << 10;

    private final int limit;
    private final AtomicInteger underWay = new AtomicInteger();
    private final ExecutorService executor;

    /** Threads for so many pending handshakes. */
    HandshakeThreads(int handshakes) {
        limit = 2 * handshakes;
        executor = WorkerThreads.create("pipit-handshake", handshakes, STACK_BYTES);
    }

    /** Runs a handshake soon; false if there is no room: it will not run. From any thread. */
    boolean execute(Runnable handshake) {
        if (underWay.incrementAndGet() > limit) {
            underWay.decrementAndGet();
            return false;
        }
        try {
            executor.execute(() -> run(handshake));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("closed", e);
        } catch (OutOfMemoryError e) {
            LOG.warn("no thread could be started for a handshake; those that are there go on", e);
        }
        underWay.decrementAndGet();
        return false;
    }

    private void run(Runnable handshake) {
        try {
            handshake.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a handshake failed for a reason of ours", e);
        } finally {
            underWay.decrementAndGet();
            Thread.interrupted(); // which is not to be the next one's
        }
    }

    /** Takes no more; what runs is interrupted, what waits is dropped. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
