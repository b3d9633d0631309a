/**
 * Floor 10: one endpoint of the stack, put together from its layers and still without I/O: a transport drives it, or a
 * test on a virtual clock.
 *
 * <p>Starting points: {@link dev.pipit.coap.endpoint.CoapEndpoint}, {@link dev.pipit.coap.endpoint.EndpointConfig}.
 */
@NullMarked
package dev.pipit.coap.endpoint;

import org.jspecify.annotations.NullMarked;
