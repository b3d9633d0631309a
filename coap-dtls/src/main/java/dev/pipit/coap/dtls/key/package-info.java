/**
 * Credentials: read from files, with one clear line where that fails, and checked. Only the JDK's cryptography is used; no
 * type here shows a secret in its {@code toString}.
 *
 * <p>Starting points: {@link dev.pipit.coap.dtls.key.PskFile}, {@link dev.pipit.coap.dtls.key.X509Credential}, {@link
 * dev.pipit.coap.dtls.key.RawKeyCredential}, {@link dev.pipit.coap.dtls.key.TrustAnchors}, {@link
 * dev.pipit.coap.dtls.key.CertificateCheck}. RFC 7252 §9.1.3, RFC 7925 §4, RFC 7250.
 */
@NullMarked
package dev.pipit.coap.dtls.key;

import org.jspecify.annotations.NullMarked;
