package dev.pipit.coap.resource;

import dev.pipit.coap.link.Link;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a server by their paths. For any thread: resources may come and go while requests are served, and
 * each request sees the tree as it was at one moment.
 *
 * <p>A path has literal segments, percent-encoded as in a URI ("/a%20b"), variables that match one segment that is not
 * empty ("/sensors/{id}"), and at its end perhaps a wildcard that matches one or more segments ("/files/*" or
 * "/files/{name*}"; "/files" itself is another path). At each level the literal segment goes before the variable and
 * the variable before the wildcard; where that way has no resource in the end, the next is tried. "/a" and "/a/" are
 * two paths. A request with a segment "." or ".." matches nothing.
 *
 * <p>To add or remove takes the same time however many resources there are, up to a logarithm.
 */
public final class ResourceTree {
    private static final VarHandle ROOT;

    static {
        try {
            ROOT = MethodHandles.lookup().findVarHandle(ResourceTree.class, "root", RouteNode.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final List<Filter> filters;
    private volatile RouteNode root = RouteNode.ROOT;
    private volatile Listing listing = new Listing(RouteNode.ROOT, List.of());

    private record Listing(RouteNode root, List<Link> links) {}

    /** A tree with {@code /.well-known/core} alone (see {@link Discovery}). */
    public ResourceTree() {
        this(List.of());
    }

    /** The same, with filters that stand before every handler, the first outermost. */
    public ResourceTree(List<Filter> filters) {
        this.filters = List.copyOf(filters);
        add(Discovery.PATH, Discovery.resource(this));
    }

    /**
     * Adds a resource.
     *
     * @throws IllegalArgumentException if the path is none, or has a resource, or has another name for a variable that
     *     other paths have in the same place
     */
    public void add(String path, Resource resource) {
        Route route = new Route(PathPattern.parse(path), resource, filters);
        RouteNode before;
        do {
            before = root;
        } while (!ROOT.compareAndSet(this, before, before.with(route, 0)));
    }

    /**
     * Removes a resource; requests that it is handling go on, and its observers are told 4.04.
     *
     * @param path as it was added
     * @return whether there was one
     * @throws IllegalArgumentException if the path is none
     */
    public boolean remove(String path) {
        PathPattern pattern = PathPattern.parse(path);
        RouteNode before;
        RouteNode after;
        do {
            before = root;
            after = before.without(pattern.segments(), 0);
        } while (!ROOT.compareAndSet(this, before, after));
        Route removed = after == before ? null : before.find(pattern.segments(), 0);
        Observers observers = removed == null ? null : removed.resource().observers();
        if (removed != null && observers != null) {
            observers.handleRemoval(removed, Response.of(Code.NOT_FOUND));
        }
        return after != before;
    }

    /**
     * The resource that a request for this path reaches.
     *
     * @param path of a URI, "/sensors/1"
     * @throws IllegalArgumentException if that is no path
     */
    public Optional<Resource> find(String path) {
        OptionsBuilder options = Options.builder();
        CoapUri.addPathAndQuery(path, options);
        return Optional.ofNullable(match(new RequestPath(), options.build())).map(Route::resource);
    }

    /** The route for the path in these options. */
    @Nullable
    Route match(RequestPath path, Options options) {
        Route route = path.load(options) ? root.match(path, 0) : null;
        path.clear();
        return route;
    }

    /** The links of all resources but hidden ones and those whose path has a variable or wildcard, sorted by path. */
    public List<Link> links() {
        Listing current = listing;
        RouteNode now = root;
        if (current.root != now) {
            current = new Listing(now, list(now));
            listing = current;
        }
        return current.links;
    }

    private static List<Link> list(RouteNode root) {
        List<Route> routes = new ArrayList<>();
        root.collectLiteral(routes);
        List<Link> links = new ArrayList<>(routes.size());
        for (Route route : routes) {
            Link link = route.link();
            if (link != null) {
                links.add(link);
            }
        }
        links.sort(Comparator.comparing(Link::target));
        return List.copyOf(links);
    }

    /**
     * Those of {@link #links()} whose path is below this one: for a resource that describes a collection (RFC 6690 §4),
     * with {@link Discovery#respond}.
     *
     * @param path of a URI, "/sensors"
     * @throws IllegalArgumentException if that is no literal path
     */
    public List<Link> links(String path) {
        PathPattern pattern = PathPattern.parse(path);
        if (!pattern.isLiteral()) {
            throw new IllegalArgumentException("path: \"" + path + "\" (expected: no variable and no wildcard)");
        }
        String prefix = pattern.segments().isEmpty() ? "/" : pattern.uriPath() + "/";
        List<Link> below = new ArrayList<>();
        for (Link link : links()) {
            if (link.target().startsWith(prefix) && link.target().length() > prefix.length()) {
                below.add(link);
            }
        }
        return below;
    }
}
