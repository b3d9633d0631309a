/**
 * Floor 12: the server, one of the two public doors.
 *
 * <p>Starting point: {@link dev.pipit.coap.server.CoapServer}.
 */
@NullMarked
package dev.pipit.coap.server;

import org.jspecify.annotations.NullMarked;
