/**
 * Floor 8: observing resources (RFC 7641), without I/O. On the server's side the list of observers and the pace of
 * their notifications, on the client's the life of one observation and the order of what it is told.
 *
 * <p>Starting points: {@link dev.pipit.coap.observe.ObserveLayer} for servers,
 * {@link dev.pipit.coap.observe.ClientObservation} for clients, {@link dev.pipit.coap.observe.ObserveConfig} for limits.
 */
@NullMarked
package dev.pipit.coap.observe;

import org.jspecify.annotations.NullMarked;
