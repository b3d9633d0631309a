/**
 * The sessions of a server or a client, which outlast its associations: kept within limits, shared by its event loops, and
 * saved over a restart. No cryptography of DTLS, and no network.
 *
 * <p>Starting points: {@link dev.pipit.coap.dtls.session.SessionStore}, {@link
 * dev.pipit.coap.dtls.session.SharedSessions}. RFC 5246 §7.3 and appendix F.1.4, RFC 7925 §7.
 */
@NullMarked
package dev.pipit.coap.dtls.session;

import org.jspecify.annotations.NullMarked;
