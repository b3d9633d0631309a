/**
 * What can be said of the records of a datagram without any key, and the fence in front of the DTLS library: no byte gets
 * there that the filters have not looked at. Pure: no I/O, no time, no memory of its own for each datagram.
 *
 * <p>Starting points: {@link dev.pipit.coap.dtls.record.RecordFilter} for each datagram, {@link
 * dev.pipit.coap.dtls.record.FragmentFilter} for each handshake. RFC 6347 §4.1 and §4.2.3, RFC 9146 §4.
 */
@NullMarked
package dev.pipit.coap.dtls.record;

import org.jspecify.annotations.NullMarked;
