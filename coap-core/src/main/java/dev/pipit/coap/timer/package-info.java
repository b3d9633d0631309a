/**
 * Floor 3: all deadlines of one event loop in one queue, so that one scheduled task serves them all.
 *
 * <p>Time is a count of nanoseconds from an origin that the caller chooses; it is never negative and never goes back.
 *
 * <p>Starting point: {@link dev.pipit.coap.timer.DeadlineQueue}.
 */
@NullMarked
package dev.pipit.coap.timer;

import org.jspecify.annotations.NullMarked;
