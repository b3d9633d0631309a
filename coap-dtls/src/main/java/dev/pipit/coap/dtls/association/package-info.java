/**
 * The associations of one event loop: who has one, who is about to get one, and where each datagram goes. Sans-io: time
 * is an argument, and the cryptography is behind {@link dev.pipit.coap.dtls.association.Handshake} and {@link
 * dev.pipit.coap.dtls.association.Session}.
 *
 * <p>Starting point: {@link dev.pipit.coap.dtls.association.AssociationLayer}. RFC 6347 §4.2.1 (cookies), §4.2.8 (a peer
 * that begins anew).
 */
@NullMarked
package dev.pipit.coap.dtls.association;

import org.jspecify.annotations.NullMarked;
