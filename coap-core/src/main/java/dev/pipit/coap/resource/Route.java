package dev.pipit.coap.resource;

import dev.pipit.coap.link.Link;
import dev.pipit.coap.message.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A resource at its place in a tree, with each method's chain of filters and handler. */
final class Route {
    private final PathPattern pattern;
    private final Resource resource;
    private final @Nullable Handler[] chains;
    private final @Nullable GuardedHandler[] guards;
    private final @Nullable Link link;

    Route(PathPattern pattern, Resource resource, List<Filter> treeFilters) {
        this.pattern = pattern;
        this.resource = resource;
        this.chains = new Handler[Resource.METHODS];
        this.guards = new GuardedHandler[Resource.METHODS];
        boolean filtered = !treeFilters.isEmpty() || !resource.filters().isEmpty();
        for (int method = 0; method < chains.length; method++) {
            Handler handler = resource.handler(method);
            if (handler != null) {
                GuardedHandler guarded = new GuardedHandler(handler, Code.of(method), resource, pattern.isLiteral());
                guards[method] = filtered ? null : guarded;
                chains[method] = chain(treeFilters, chain(resource.filters(), guarded));
            }
        }
        this.link =
                pattern.isLiteral() && !resource.isHidden() ? new Link(pattern.uriPath(), resource.attributes()) : null;
    }

    private static Handler chain(List<Filter> filters, Handler last) {
        Handler chain = last;
        for (int i = filters.size() - 1; i >= 0; i--) {
            Filter filter = filters.get(i);
            Handler next = chain;
            chain = context -> filter.filter(context, next);
        }
        return chain;
    }

    PathPattern pattern() {
        return pattern;
    }

    Resource resource() {
        return resource;
    }

    /** What handles a method, with its filters; null where nothing does. */
    @Nullable
    Handler handler(Code method) {
        return chains[method.number()];
    }

    /**
     * What stands before the handler of a method; null where a filter comes first, which is to see a request before
     * anything about the resource is given away.
     */
    @Nullable
    GuardedHandler guard(Code method) {
        return guards[method.number()];
    }

    /** The link to the resource; null where it is not to be listed. */
    @Nullable
    Link link() {
        return link;
    }
}
