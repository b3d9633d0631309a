/**
 * Floor 4: stored responses and when they may be used again (RFC 7252 §5.6), for clients and proxies. Without I/O,
 * threads and a clock: time is an argument, and whoever shares a cache between threads locks it.
 *
 * <p>Starting points: {@link dev.pipit.coap.cache.ResponseCache}, {@link dev.pipit.coap.cache.CacheConfig} for limits.
 */
@NullMarked
package dev.pipit.coap.cache;

import org.jspecify.annotations.NullMarked;
