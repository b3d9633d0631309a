/**
 * Floor 5: reliability over datagrams that get lost, repeated and reordered (RFC 7252 §4).
 *
 * <p>Confirmable messages are sent again until they are acknowledged, empty acknowledgements and separate responses
 * happen by themselves, a duplicate gets the answer that the original got, message IDs are not used again too early,
 * and no peer is sent more than it can take. Without I/O: datagrams go in through
 * {@link dev.pipit.coap.reliability.ReliabilityLayer#handleDatagram} and out through
 * {@link dev.pipit.coap.port.DatagramPort}; time is an argument.
 *
 * <p>Starting points: {@link dev.pipit.coap.reliability.ReliabilityLayer}, whose javadoc has the transition table, and
 * {@link dev.pipit.coap.reliability.ReliabilityConfig}.
 */
@NullMarked
package dev.pipit.coap.reliability;

import org.jspecify.annotations.NullMarked;
