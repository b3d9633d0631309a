package dev.pipit.coap.resource;

import dev.pipit.coap.link.Link;
import dev.pipit.coap.link.LinkFilter;
import dev.pipit.coap.link.LinkFormat;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The list of a server's resources, {@code /.well-known/core} (RFC 6690 §4). Each tree has it from the start; to have
 * another, remove it first:
 *
 * <pre>{@code
 * tree.remove(Discovery.PATH);
 * tree.add(Discovery.PATH, Discovery.resource(tree, (context, link) -> mayRead(context.peer(), link)));
 * }</pre>
 */
public final class Discovery {
    /** Where the list is. */
    public static final String PATH = "/.well-known/core";

    private Discovery() {}

    /** The list of a tree's links, the same for everybody. */
    public static Resource resource(ResourceTree tree) {
        return resource(tree, LinkVisibility.ALL);
    }

    /** The list of a tree's links, of which each client gets those that it may see. */
    public static Resource resource(ResourceTree tree, LinkVisibility visibility) {
        return Resource.builder()
                .get(context -> respond(context, visible(context, tree.links(), visibility)))
                .contentFormats(ContentFormat.LINK_FORMAT)
                .direct()
                .hidden()
                .build();
    }

    private static List<Link> visible(RequestContext context, List<Link> links, LinkVisibility visibility) {
        if (visibility == LinkVisibility.ALL) {
            return links;
        }
        List<Link> visible = new ArrayList<>();
        for (Link link : links) {
            if (visibility.isVisible(context, link)) {
                visible.add(link);
            }
        }
        return visible;
    }

    /**
     * 2.05 with those of the links that the request's query asks for (RFC 6690 §4.1), in the CoRE Link Format; without
     * payload where there are none.
     *
     * @throws ResponseException 4.06 if the client accepts only another format
     */
    public static Response respond(RequestContext context, List<Link> links) {
        ContentFormat format = context.negotiate(ContentFormat.LINK_FORMAT);
        List<Link> matching = LinkFilter.of(context.request().query()).apply(links);
        return Response.content(LinkFormat.write(matching), format);
    }
}
