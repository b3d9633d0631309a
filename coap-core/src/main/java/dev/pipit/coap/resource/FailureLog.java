package dev.pipit.coap.resource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator of handlers that failed: a line each, but at most {@link #LINES_PER_MINUTE} above debug, since a
 * peer can repeat what makes a handler fail. At debug level each failure comes with its stack trace.
 */
final class FailureLog {
    static final int LINES_PER_MINUTE = 10;

    private static final Logger LOG = LoggerFactory.getLogger(ResourceLayer.class);
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int MAX_MESSAGE_LENGTH = 200;

    private long minuteStart = Long.MIN_VALUE;
    private int lines;
    private long unsaid;

    /** Writes down a failure; gives whether it did so above debug. */
    boolean report(RequestContext context, Throwable failure, long nowNanos) {
        LOG.debug("{} {} failed", context.request().code(), context.route(), failure);
        if (minuteStart == Long.MIN_VALUE || nowNanos - minuteStart >= MINUTE_NANOS) {
            minuteStart = nowNanos;
            lines = 0;
        }
        if (lines == LINES_PER_MINUTE) {
            unsaid++;
            return false;
        }
        lines++;
        LOG.warn(
                "{} {} for {} failed: {}{}",
                context.request().code(),
                context.route(),
                context.peer(),
                oneLine(failure),
                unsaid == 0 ? "" : " (and " + unsaid + " failures since the line before)");
        unsaid = 0;
        return true;
    }

    private static String oneLine(Throwable failure) {
        String text = failure.toString();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && i < MAX_MESSAGE_LENGTH; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return line.toString();
    }
}
