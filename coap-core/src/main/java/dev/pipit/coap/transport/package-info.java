/**
 * Floor 11: where bytes come from and go to. The only package that knows Netty.
 *
 * <p>A {@link dev.pipit.coap.transport.CoapTransport} opens {@link dev.pipit.coap.transport.Binding}s: a socket, an
 * event loop and the endpoint that belongs to them. UDP is the one for
 * coap; another one serves another URI scheme.
 */
@NullMarked
package dev.pipit.coap.transport;

import org.jspecify.annotations.NullMarked;
