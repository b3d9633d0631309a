package dev.pipit.coap.resource;

import dev.pipit.coap.link.Link;

/** Decides who gets to see which links (RFC 6690 §6). */
@FunctionalInterface
public interface LinkVisibility {
    /** Everybody sees everything. */
    LinkVisibility ALL = (context, link) -> true;

    /** Whether a link is shown to whoever sent this request. */
    boolean isVisible(RequestContext context, Link link);
}
