/**
 * Floor 3: what an endpoint tells those who watch it: counters that are always on, and a listener for logs and traces.
 *
 * <p>Starting points: {@link dev.pipit.coap.event.Counters}, {@link dev.pipit.coap.event.EndpointListener}.
 */
@NullMarked
package dev.pipit.coap.event;

import org.jspecify.annotations.NullMarked;
