/**
 * Floor 12: tests of CoAP applications and protocols without sockets, threads and sleeps.
 *
 * <p>Starting points: {@link dev.pipit.coap.testing.VirtualNetwork}, a network with its own clock that loses,
 * duplicates, delays, reorders and corrupts datagrams, the same ones in each run; {@link
 * dev.pipit.coap.testing.VirtualTransport}, a host on it for a server, a client or a bare endpoint; {@link
 * dev.pipit.coap.testing.WireScript}, a peer that does what the test says, so that a test reads like a figure of RFC
 * 7252.
 */
@NullMarked
package dev.pipit.coap.testing;

import org.jspecify.annotations.NullMarked;
