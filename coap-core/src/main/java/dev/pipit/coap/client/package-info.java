/**
 * Floor 12: the client, one of the two public doors.
 *
 * <p>Starting points: {@link dev.pipit.coap.client.CoapClient}, {@link dev.pipit.coap.client.ClientRequest}.
 */
@NullMarked
package dev.pipit.coap.client;

import org.jspecify.annotations.NullMarked;
