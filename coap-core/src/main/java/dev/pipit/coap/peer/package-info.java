/**
 * Floor 2: who is on the other side. A peer is an address and a security identity; what was accepted from one identity
 * is never answered to another (RFC 7252 §9.1).
 *
 * <p>Starting points: {@link dev.pipit.coap.peer.Peer}, which applications see, and
 * {@link dev.pipit.coap.peer.PeerTable}, which looks a peer up once for each datagram and holds what the layers above
 * remember of it.
 */
@NullMarked
package dev.pipit.coap.peer;

import org.jspecify.annotations.NullMarked;
