package dev.pipit.coap.body;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body, to be read one after the other by a protocol layer. Belongs to the event loop and is touched by
 * it alone; never blocks, never throws for what goes wrong with the bytes.
 *
 * <pre>{@code
 * byte[] block = source.read(1024, this::goOn);
 * if (block != null) {
 *     send(block, !source.isAtEnd());
 * } else if (source.failure() != null) {
 *     fail(source.failure());
 * } // else goOn is called later
 * }</pre>
 */
public interface BodySource {
    /** How many bytes are read ahead, unless something else is wished for. */
    int READ_AHEAD_BYTES = 64 << 10;

    /**
     * Takes the next bytes: as many as asked for, fewer (maybe none) only where the body ends.
     *
     * @param count at least 1, at most a quarter of the bytes read ahead: 16384 by default
     * @param whenReady called once on the loop, after this has returned, if the answer is null and {@link #failure()} is
     *     null too: asking again is worthwhile then, as the bytes are there, or a failure is. A later read takes its
     *     place, a {@link #rewind} or {@link #close} takes it away.
     * @return null where the bytes are not there yet, or never will be
     */
    byte @Nullable [] read(int count, Execution.LoopTask whenReady);

    /** Whether the body ends where the last successful read ended; not known before the first. */
    boolean isAtEnd();

    /** Where in the body the next read starts. */
    long position();

    /** The length of the whole body, where it is known beforehand. A body of another length fails. */
    OptionalLong length();

    /** What went wrong; null where nothing did. It stays so, until a {@link #rewind} is successful. */
    @Nullable
    IOException failure();

    /**
     * Goes to another place: the next read starts there. Where {@link Body#isRepeatable} is true, to any; else only to
     * one in the bytes that were read last, or behind them as far as is read ahead. False where that is impossible; then
     * nothing has changed. A place beyond the end is impossible where the length is known, else it shows
     * as a failure of the next read.
     */
    boolean rewind(long offset);

    /** Takes note that the {@link #failure} has ended the transfer: it was not made good from a new body. */
    default void handleGivenUp(IOException failure, long nowNanos) {}

    /** Gives file or stream back, on another thread. May be called at any time, more than once. */
    void close();
}
