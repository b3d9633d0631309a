/**
 * A load generator on Pipit's own client.
 *
 * <p>Starting points: {@link dev.pipit.coap.examples.bench.LoadPlan} says what is to be done,
 * {@link dev.pipit.coap.examples.bench.RequestLoad} and {@link dev.pipit.coap.examples.bench.ObserverLoad} do it, and
 * {@link dev.pipit.coap.examples.bench.LoadResult} is what came of it.
 */
@NullMarked
package dev.pipit.coap.examples.bench;

import org.jspecify.annotations.NullMarked;
