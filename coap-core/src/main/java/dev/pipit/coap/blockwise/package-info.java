/**
 * Floor 7: bodies that do not fit a datagram, in blocks (RFC 7959).
 *
 * <p>The server's side assembles request bodies out of Block1 requests and slices response bodies into Block2
 * responses; the client's side slices and assembles the other way around. Layers above see whole bodies.
 *
 * <p>Starting points: {@link dev.pipit.coap.blockwise.BlockwiseServer}, {@link
 * dev.pipit.coap.blockwise.BlockwiseClient}, {@link dev.pipit.coap.blockwise.BlockwiseConfig}.
 */
@NullMarked
package dev.pipit.coap.blockwise;

import org.jspecify.annotations.NullMarked;
