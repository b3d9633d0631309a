/**
 * Floor 6: whether a request is fresh, and whether who sent it is where it says to be (RFC 9175).
 *
 * <p>As a server: challenges in the Echo option, and the limit to what is sent to an address that nobody has been shown
 * to receive at (RFC 7252 §11.3), so that a request with a forged source address does no harm there. As a client: the
 * answers to challenges.
 *
 * <p>Starting points: {@link dev.pipit.coap.freshness.FreshnessConfig}, {@link
 * dev.pipit.coap.freshness.FreshnessServer}, {@link dev.pipit.coap.freshness.Verification}, {@link
 * dev.pipit.coap.freshness.EchoClient}.
 */
@NullMarked
package dev.pipit.coap.freshness;

import org.jspecify.annotations.NullMarked;
