/**
 * Floor 4: the three seams of the stack. A new transport or security layer plugs in at one of them and touches nothing
 * above it.
 *
 * <ul>
 *   <li>{@link dev.pipit.coap.port.DatagramPort}: datagrams that may get lost. UDP and DTLS provide it.
 *   <li>{@link dev.pipit.coap.port.MessagePort}: requests and responses with a token, delivered or reported lost. The
 *       reliability layer provides it over datagrams; TCP, TLS and WebSocket do so directly.
 *   <li>{@link dev.pipit.coap.port.RequestPort}: a request in, responses out. The exchange layer provides it.
 * </ul>
 *
 * <p>Everything here is called on the endpoint's event loop, and time is an argument: nanoseconds, never negative.
 */
@NullMarked
package dev.pipit.coap.port;

import org.jspecify.annotations.NullMarked;
