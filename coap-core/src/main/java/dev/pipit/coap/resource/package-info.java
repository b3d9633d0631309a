/**
 * Floor 9: resources and those who answer for them (RFC 7252 §5, RFC 6690).
 *
 * <p>A {@link dev.pipit.coap.resource.ResourceTree} maps paths to {@link dev.pipit.coap.resource.Resource}s; the
 * {@link dev.pipit.coap.resource.ResourceLayer} takes each request to the {@link dev.pipit.coap.resource.Handler} of
 * its path and method, on the event loop or on a worker, and turns what comes of it into one response.
 *
 * <p>Starting points: {@link dev.pipit.coap.resource.Handler}, {@link dev.pipit.coap.resource.RequestContext},
 * {@link dev.pipit.coap.resource.Resource}.
 */
@NullMarked
package dev.pipit.coap.resource;

import org.jspecify.annotations.NullMarked;
