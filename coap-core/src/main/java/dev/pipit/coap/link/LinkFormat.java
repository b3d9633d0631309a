package dev.pipit.coap.link;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** Reads and writes documents in the CoRE Link Format, Content-Format 40 (RFC 6690 §2). For any thread. */
public final class LinkFormat {

    private LinkFormat() {}

    /**
     * Reads a document as leniently as makes sense, for what a peer sent. Never throws: whatever cannot be
     * understood is left out. Takes stray white space, missing, doubled and dangling commas and semicolons, missing
     * quotes, and characters in a target that ought to be percent-encoded (they are then). Takes time and memory
     * linear in the length.
     *
     * @param document the document
     * @return the links in order
     */
    public static List<Link> parse(String document) {
        return new LenientLinkParser(document).parse();
    }

    /**
     * Reads a payload like {@link #parse(String)}. Bytes that are not UTF-8 become U+FFFD.
     *
     * @param payload the document in UTF-8
     * @return the links in order
     */
    public static List<Link> parse(byte[] payload) {
        return parse(new String(payload, StandardCharsets.UTF_8));
    }

    /**
     * Reads a document that must obey the grammar of RFC 6690 §2. White space between the parts is not in it. An
     * attribute that occurs too often is no error (see {@link Link}).
     *
     * @param document the document
     * @return the links in order
     * @throws LinkFormatException if the document breaks the grammar; says where and what was expected
     */
    public static List<Link> parseStrict(String document) {
        return new StrictLinkParser(document).parse();
    }

    /**
     * Writes a document, as RFC 6690 prints its examples: values in quotes, but {@code ct=40}, {@code sz=1500},
     * {@code hreflang=de} and extended values ({@code title*=…}) without where that is possible. An attribute that
     * may occur only once is written once, and {@code obs} without a value. {@link #parseStrict} reads it.
     *
     * @param links the links in order
     * @return the document, to be encoded in UTF-8; empty if there are no links
     */
    public static String write(Collection<Link> links) {
        StringBuilder document = new StringBuilder(64 * links.size());
        for (Link link : links) {
            if (document.length() > 0) {
                document.append(',');
            }
            LinkWriter.write(link, document);
        }
        return document.toString();
    }
}
