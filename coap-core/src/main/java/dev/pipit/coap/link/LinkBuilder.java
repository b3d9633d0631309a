package dev.pipit.coap.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a {@link Link} that obeys all rules of a sender: what may occur only once is one attribute, with several
 * values joined by spaces where RFC 6690 §3 allows that. For one thread.
 *
 * <pre>{@code
 * Link.builder("/sensors/temp").resourceType("temperature-c").contentFormat(0, 50).observable().build()
 * }</pre>
 */
public final class LinkBuilder {

    private final String target;
    private final Map<String, StringBuilder> once = new LinkedHashMap<>();
    private final List<LinkAttribute> attributes = new ArrayList<>();

    LinkBuilder(String target, List<LinkAttribute> present) {
        this.target = target;
        for (LinkAttribute attribute : present) {
            String value = attribute.value();
            if (value != null && LinkSyntax.isAtMostOnce(attribute.name())) {
                once.put(attribute.name(), new StringBuilder(value));
            }
            attributes.add(attribute);
        }
    }

    /**
     * Adds resource types, {@code rt} (RFC 6690 §3.1).
     *
     * @param types registered names or URIs, each without spaces
     * @return this builder
     * @throws IllegalArgumentException if a type is empty or has a space or a control character
     */
    public LinkBuilder resourceType(String... types) {
        return join("rt", types);
    }

    /**
     * Adds interface descriptions, {@code if} (RFC 6690 §3.2).
     *
     * @param interfaces registered names or URIs, each without spaces
     * @return this builder
     * @throws IllegalArgumentException if one is empty or has a space or a control character
     */
    public LinkBuilder interfaceDescription(String... interfaces) {
        return join("if", interfaces);
    }

    /**
     * Adds relation types, {@code rel} (RFC 6690 §2.2).
     *
     * @param relations registered names or URIs, each without spaces
     * @return this builder
     * @throws IllegalArgumentException if one is empty or has a space or a control character
     */
    public LinkBuilder relation(String... relations) {
        return join("rel", relations);
    }

    /**
     * Adds Content-Formats, {@code ct} (RFC 7252 §7.2.1).
     *
     * @param codes codes from 0 to 65535
     * @return this builder
     * @throws IllegalArgumentException if a code is out of range
     */
    public LinkBuilder contentFormat(int... codes) {
        for (int code : codes) {
            if (code < 0 || code > 0xffff) {
                throw new IllegalArgumentException("ct: " + code + " (expected: 0-65535)");
            }
            join("ct", Integer.toString(code));
        }
        return this;
    }

    /**
     * Sets the largest size to expect, {@code sz} (RFC 6690 §3.3).
     *
     * @param bytes the size in bytes
     * @return this builder
     * @throws IllegalArgumentException if the size is negative or is there already
     */
    public LinkBuilder size(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("sz: " + bytes + " (expected: 0 or more)");
        }
        return single("sz", Long.toString(bytes));
    }

    /**
     * Sets the title for people, {@code title}.
     *
     * @param title any text
     * @return this builder
     * @throws IllegalArgumentException if there is a title already
     */
    public LinkBuilder title(String title) {
        return single("title", title);
    }

    /**
     * Sets what the link is about, {@code anchor} (RFC 6690 §2.3).
     *
     * @param reference a URI-Reference
     * @return this builder
     * @throws IllegalArgumentException if it is no URI-Reference, or if there is an anchor already
     */
    public LinkBuilder anchor(String reference) {
        return single("anchor", reference);
    }

    /**
     * Says that the target is useful to observe, {@code obs} (RFC 7641 §6). Saying it twice is saying it once.
     *
     * @return this builder
     */
    public LinkBuilder observable() {
        return flag("obs");
    }

    /**
     * Adds an attribute without a value.
     *
     * @param name the name of the attribute
     * @return this builder
     * @throws IllegalArgumentException if the name is not allowed, or needs a value
     */
    public LinkBuilder flag(String name) {
        LinkAttribute flag = new LinkAttribute(name, null);
        if (!attributes.contains(flag)) {
            attributes.add(flag);
        }
        return this;
    }

    /**
     * Adds an attribute with a value. The values of {@code rt}, {@code if}, {@code rel} and {@code ct} are joined to
     * those that are there.
     *
     * @param name the name of the attribute
     * @param value its value, without the quotes and backslashes of the document
     * @return this builder
     * @throws IllegalArgumentException if the name or the value is not allowed, or if the attribute is there already
     *     and may occur only once
     */
    public LinkBuilder attribute(String name, String value) {
        return switch (name) {
            case "rt", "if", "rel", "ct" -> {
                List<String> values = new ArrayList<>();
                Link.splitAtSpaces(value, values);
                if (values.isEmpty()) {
                    throw new IllegalArgumentException(name + ": \"" + value + "\" (expected: at least one value)");
                }
                yield name.equals("ct") ? contentFormats(values) : join(name, values.toArray(String[]::new));
            }
            // RFC 7641 §6: "A value MUST NOT be given for the "obs" attribute"
            case "obs" ->
                throw new IllegalArgumentException("obs: " + LinkSyntax.quote(value) + " (expected: no value)");
            default -> {
                if (LinkSyntax.isAtMostOnce(name)) {
                    yield single(name, value);
                }
                attributes.add(new LinkAttribute(name, value));
                yield this;
            }
        };
    }

    /**
     * Makes the link.
     *
     * @return the link
     * @throws IllegalArgumentException if the target has a character that no URI-Reference has
     */
    public Link build() {
        List<LinkAttribute> all = new ArrayList<>(attributes.size());
        for (LinkAttribute attribute : attributes) {
            StringBuilder joined = once.get(attribute.name());
            all.add(joined == null ? attribute : new LinkAttribute(attribute.name(), joined.toString()));
        }
        return new Link(target, all);
    }

    private LinkBuilder contentFormats(List<String> codes) {
        for (String code : codes) {
            if (!LinkSyntax.isCardinal(code) || code.length() > 5) {
                throw new IllegalArgumentException("ct: " + LinkSyntax.quote(code) + " (expected: 0-65535)");
            }
            contentFormat(Integer.parseInt(code));
        }
        return this;
    }

    // RFC 6690 §3.1: "MUST NOT appear more than once in a link"; several types are "each separated by a space"
    private LinkBuilder join(String name, String... values) {
        for (String value : values) {
            if (value.isEmpty() || value.chars().anyMatch(c -> c == ' ' || Character.isISOControl(c))) {
                throw new IllegalArgumentException(
                        name + ": " + LinkSyntax.quote(value) + " (expected: a name or URI without spaces)");
            }
            StringBuilder joined = once.get(name);
            if (joined == null) {
                single(name, value);
            } else {
                joined.append(' ').append(value);
            }
        }
        return this;
    }

    private LinkBuilder single(String name, String value) {
        LinkAttribute attribute = new LinkAttribute(name, value);
        if (once.putIfAbsent(name, new StringBuilder(value)) != null) {
            throw new IllegalArgumentException(
                    name + ": " + LinkSyntax.quote(value) + " (expected: at most one " + name + " in a link)");
        }
        attributes.add(attribute);
        return this;
    }
}
