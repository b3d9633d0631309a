package dev.pipit.coap.link;

import org.jspecify.annotations.Nullable;

/**
 * One attribute of a link, as {@code ;name=value} or, without a value, {@code ;name} (RFC 6690 §2).
 *
 * @param name the name, compared as a string
 * @param value the value without the quotes and backslashes of the document, or null if it has none
 */
public record LinkAttribute(String name, @Nullable String value) {

    /**
     * Checks the attribute.
     *
     * @throws IllegalArgumentException if the name is {@code href} or not a parameter name, or if the value is not
     *     one that the RFC allows for {@code sz}, {@code anchor} or a name that ends in a star
     */
    public LinkAttribute {
        String problem = LinkSyntax.problemOf(name, value);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }
}
