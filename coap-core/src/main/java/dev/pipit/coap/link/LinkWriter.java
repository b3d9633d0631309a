package dev.pipit.coap.link;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes one link as RFC 6690 §2 wants it. */
final class LinkWriter {

    private LinkWriter() {}

    static void write(Link link, StringBuilder out) {
        out.append('<').append(link.target()).append('>');
        for (LinkAttribute attribute : writable(link)) {
            String value = attribute.value();
            out.append(';').append(attribute.name());
            if (value == null) {
                continue;
            }
            out.append('=');
            if (isBare(attribute.name()) && LinkSyntax.isToken(value)) {
                out.append(value);
            } else {
                appendQuoted(value, out);
            }
        }
    }

    /** The attributes of a link without those that are once too often, and obs without a value. */
    static List<LinkAttribute> writable(Link link) {
        List<LinkAttribute> writable = new ArrayList<>(link.attributes().size());
        Set<String> seen = new HashSet<>();
        for (LinkAttribute attribute : link.attributes()) {
            if (LinkSyntax.isAtMostOnce(attribute.name()) && !seen.add(attribute.name())) {
                continue;
            }
            // RFC 7641 §6: "A value MUST NOT be given for the "obs" attribute"
            writable.add(attribute.name().equals("obs") ? new LinkAttribute("obs", null) : attribute);
        }
        return writable;
    }

    private static boolean isBare(String name) {
        return name.equals("ct") || name.equals("sz") || name.equals("hreflang") || name.endsWith("*");
    }

    /** RFC 2616 §2.2: quoted-string = ( &lt;"&gt; *(qdtext | quoted-pair ) &lt;"&gt; ), qdtext without controls. */
    private static void appendQuoted(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\' || c < ' ' || c == 0x7f) {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
