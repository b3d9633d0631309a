/** CoAP over DTLS: the {@code coaps} scheme (RFC 7252 §9). */
@NullMarked
package dev.pipit.coap.dtls;

import org.jspecify.annotations.NullMarked;
