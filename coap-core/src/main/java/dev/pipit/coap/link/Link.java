package dev.pipit.coap.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A link: a target and the attributes that describe it (RFC 6690 §2 and §3). Immutable, and always legal to write.
 *
 * <p>A link that was read keeps its attributes in the order of the document. Attributes that may occur only once,
 * such as {@code rt}, can be there twice if the document had them twice; all accessors, the filters and the writer
 * then look at the first (RFC 8288 §3.3: "occurrences after the first MUST be ignored by parsers").
 *
 * @param target the URI-Reference between {@code <} and {@code >}; may be empty
 * @param attributes all attributes in order
 */
public record Link(String target, List<LinkAttribute> attributes) {

    /**
     * Checks the target.
     *
     * @throws IllegalArgumentException if the target has a character that no URI-Reference has
     */
    public Link {
        int illegal = LinkSyntax.illegalUriCharacter(target);
        if (illegal >= 0) {
            throw new IllegalArgumentException("target: " + LinkSyntax.quote(target) + " has '"
                    + LinkSyntax.printable(target.charAt(illegal)) + "' at " + illegal
                    + " (expected: a URI-Reference)");
        }
        attributes = List.copyOf(attributes);
    }

    /**
     * A link without attributes.
     *
     * @param target a URI-Reference, such as {@code /sensors/temp}
     * @return the link
     * @throws IllegalArgumentException if the target has a character that no URI-Reference has
     */
    public static Link of(String target) {
        return new Link(target, List.of());
    }

    /**
     * Starts a link with attributes.
     *
     * @param target a URI-Reference, such as {@code /sensors/temp}
     * @return a builder
     */
    public static LinkBuilder builder(String target) {
        return new LinkBuilder(target, List.of());
    }

    /**
     * A builder that holds this link.
     *
     * @return a builder to which attributes can be added
     */
    public LinkBuilder toBuilder() {
        return new LinkBuilder(target, LinkWriter.writable(this));
    }

    /**
     * Whether an attribute is there, with or without a value.
     *
     * @param name the name of the attribute
     * @return true if it occurs
     */
    public boolean has(String name) {
        for (LinkAttribute attribute : attributes) {
            if (attribute.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The value of an attribute, whole, even if it lists several separated by spaces.
     *
     * @param name the name of the attribute
     * @return the value of its first occurrence; empty if there is none or it has no value
     */
    public Optional<String> attribute(String name) {
        for (LinkAttribute attribute : attributes) {
            if (attribute.name().equals(name)) {
                return Optional.ofNullable(attribute.value());
            }
        }
        return Optional.empty();
    }

    /**
     * The values of an attribute, one by one: {@code rt}, {@code if}, {@code rel} and {@code rev} are split at
     * spaces, and an attribute that may occur several times gives the values of all its occurrences.
     *
     * @param name the name of the attribute
     * @return the values in order; empty if there is none
     */
    public List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (LinkAttribute attribute : attributes) {
            if (!attribute.name().equals(name)) {
                continue;
            }
            String value = attribute.value();
            if (value != null && LinkSyntax.isSpaceSeparated(name)) {
                splitAtSpaces(value, values);
            } else if (value != null) {
                values.add(value);
            }
            if (LinkSyntax.isAtMostOnce(name)) {
                break;
            }
        }
        return values;
    }

    /**
     * The resource types, {@code rt} (RFC 6690 §3.1).
     *
     * @return the types in order; empty if there are none
     */
    public List<String> resourceTypes() {
        return values("rt");
    }

    /**
     * The interface descriptions, {@code if} (RFC 6690 §3.2).
     *
     * @return the interfaces in order; empty if there are none
     */
    public List<String> interfaceDescriptions() {
        return values("if");
    }

    /**
     * The relation types, {@code rel}. RFC 6690 §2.2: "the new relation type "hosts" is assumed in the absence of
     * the relation parameter".
     *
     * @return the types in order, {@code hosts} alone if the link states none
     */
    public List<String> relations() {
        return has("rel") ? values("rel") : List.of("hosts");
    }

    /**
     * Whether observing the target is useful, {@code obs} (RFC 7641 §6). A hint, not a promise.
     *
     * @return true if the attribute is there, whatever its value
     */
    public boolean isObservable() {
        return has("obs");
    }

    /**
     * The Content-Formats that the target offers, {@code ct} (RFC 7252 §7.2.1). Codes that are no numbers from 0 to
     * 65535 are left out.
     *
     * @return the codes in order; empty if nothing is known
     */
    public List<Integer> contentFormats() {
        List<String> codes = new ArrayList<>();
        splitAtSpaces(attribute("ct").orElse(""), codes);
        List<Integer> formats = new ArrayList<>(codes.size());
        for (String code : codes) {
            if (LinkSyntax.isCardinal(code) && code.length() <= 5 && Integer.parseInt(code) <= 0xffff) {
                formats.add(Integer.valueOf(code));
            }
        }
        return formats;
    }

    /**
     * The largest size to expect, {@code sz}, in bytes (RFC 6690 §3.3).
     *
     * @return the size, {@link Long#MAX_VALUE} for every larger number; empty if the link states none
     */
    public OptionalLong size() {
        String size = attribute("sz").orElse(null);
        if (size == null) {
            return OptionalLong.empty();
        }
        // RFC 6690 §3.3: "convert any value larger than a reasonable size limit … to a special value "Big""
        try {
            return OptionalLong.of(Long.parseLong(size));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.of(Long.MAX_VALUE);
        }
    }

    /**
     * The target as a URI, for a link of the document that a URI answered with. RFC 6690 §2.1 takes the origin of
     * that URI as the base, so that {@code <a>} from {@code coap://host/.well-known/core} is {@code coap://host/a}.
     *
     * @param documentUri the URI of the document, such as {@code coap://host/.well-known/core}
     * @return the URI of the target
     * @throws IllegalArgumentException if {@code documentUri} has no scheme
     */
    public String targetUri(String documentUri) {
        return resolve(UriReference.origin(documentUri));
    }

    /**
     * The URI of what the link is about (RFC 6690 §2.1): the anchor, or else the origin of the target.
     *
     * @param documentUri the URI of the document, such as {@code coap://host/.well-known/core}
     * @return the context URI
     * @throws IllegalArgumentException if {@code documentUri} has no scheme
     */
    public String contextUri(String documentUri) {
        Optional<String> anchor = attribute("anchor");
        return anchor.isPresent()
                ? UriReference.resolve(UriReference.origin(documentUri), anchor.get())
                : UriReference.origin(targetUri(documentUri));
    }

    /**
     * The target, resolved as RFC 3986 §5.2 says against a base URI with its path, as a resource directory does with
     * the base of a registration (RFC 9176 §5).
     *
     * @param baseUri the base, a URI with a scheme
     * @return the URI of the target
     * @throws IllegalArgumentException if {@code baseUri} has no scheme
     */
    public String resolve(String baseUri) {
        return UriReference.resolve(baseUri, target);
    }

    /**
     * The link as in a document.
     *
     * @return what {@link LinkFormat#write} makes of it
     */
    @Override
    public String toString() {
        return LinkFormat.write(List.of(this));
    }

    static void splitAtSpaces(String text, List<String> parts) {
        int start = 0;
        while (start < text.length()) {
            int space = text.indexOf(' ', start);
            int end = space < 0 ? text.length() : space;
            if (end > start) {
                parts.add(text.substring(start, end));
            }
            start = end + 1;
        }
    }
}
