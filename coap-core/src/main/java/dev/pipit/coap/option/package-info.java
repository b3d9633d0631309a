/**
 * Floor 0: CoAP options, the typed header fields of a message (RFC 7252 §3.1, §5.4, §5.10).
 *
 * <p>An option is described once, by an {@link dev.pipit.coap.option.OptionDefinition}; whether it is critical, unsafe
 * or left out of the cache key follows from its number. {@link dev.pipit.coap.option.Options} is the immutable, sorted
 * set that a message carries. It keeps the bytes as they stand on the wire and reads values out of them on demand.
 *
 * <p>Starting points: {@link dev.pipit.coap.option.StandardOptions} for what is there,
 * {@link dev.pipit.coap.option.Options} to read and build, {@link dev.pipit.coap.option.OptionRegistry} to add your own.
 */
@NullMarked
package dev.pipit.coap.option;

import org.jspecify.annotations.NullMarked;
