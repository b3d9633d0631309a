/**
 * Floor 1: messages as values (RFC 7252 §3, §5) and the exceptions that stand for a missing response.
 *
 * <p>A {@link dev.pipit.coap.message.Request} or {@link dev.pipit.coap.message.Response} is what an application sees:
 * code, options and payload. Token, message type and message ID belong to the envelope,
 * {@link dev.pipit.coap.message.UdpMessage}, so that one response can answer many requests. A 4.xx or 5.xx is a
 * response; only what prevents one is a {@link dev.pipit.coap.message.CoapException}.
 *
 * <p>Starting points: {@link dev.pipit.coap.message.Request}, {@link dev.pipit.coap.message.Response},
 * {@link dev.pipit.coap.message.CoapUri}, {@link dev.pipit.coap.message.Code}.
 */
@NullMarked
package dev.pipit.coap.message;

import org.jspecify.annotations.NullMarked;
