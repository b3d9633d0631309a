/**
 * Floor 6: requests and their responses (RFC 7252 §5): tokens, matching, timeouts, and the options that make a message
 * unacceptable.
 *
 * <p>Starting point: {@link dev.pipit.coap.exchange.ExchangeLayer}.
 */
@NullMarked
package dev.pipit.coap.exchange;

import org.jspecify.annotations.NullMarked;
