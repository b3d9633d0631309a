/**
 * The CoRE Link Format: the list of links that {@code /.well-known/core} answers with, as values, with a parser
 * that reads what devices really send, a strict one, a writer that sends only what the RFC allows, the query
 * filters, and the resolution of targets.
 *
 * <p>Starting points: {@link dev.pipit.coap.link.Link} is one link, {@link dev.pipit.coap.link.LinkFormat} reads
 * and writes documents, {@link dev.pipit.coap.link.LinkFilter} picks the links that a query asks for.
 *
 * <p>Floor 2; depends on no other package. RFC 6690 §2 to §5, RFC 7252 §7.2.1 ({@code ct}), RFC 7641 §6
 * ({@code obs}), RFC 3986 §5 (resolution), RFC 8288 §3 (attributes that occur twice).
 */
@NullMarked
package dev.pipit.coap.link;

import org.jspecify.annotations.NullMarked;
