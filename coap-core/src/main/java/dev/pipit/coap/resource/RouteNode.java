package dev.pipit.coap.resource;

import dev.pipit.coap.resource.PathPattern.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place in the tree and all below it. Immutable: a change makes new nodes from the root to the place that changes
 * and shares the rest.
 */
final class RouteNode {
    static final RouteNode ROOT =
            new RouteNode(new Segment(PathPattern.Kind.LITERAL, ""), null, SegmentMap.EMPTY, null, null);

    private final Segment segment;
    private final byte[] bytes;
    private final int hash;
    private final @Nullable Route route;
    private final SegmentMap literals;
    private final @Nullable RouteNode variable;
    private final @Nullable Route wildcard;

    private RouteNode(
            Segment segment,
            @Nullable Route route,
            SegmentMap literals,
            @Nullable RouteNode variable,
            @Nullable Route wildcard) {
        this.segment = segment;
        this.bytes = segment.bytes();
        this.hash = SegmentMap.hash(bytes, 0, bytes.length);
        this.route = route;
        this.literals = literals;
        this.variable = variable;
        this.wildcard = wildcard;
    }

    int hash() {
        return hash;
    }

    boolean isFor(int otherHash, byte[] other, int start, int end) {
        return hash == otherHash && Arrays.equals(bytes, 0, bytes.length, other, start, end);
    }

    boolean isForSameAs(RouteNode other) {
        return hash == other.hash && Arrays.equals(bytes, other.bytes);
    }

    /**
     * The route for what is left of a path from a depth on: through the literal child, else the variable, else the
     * wildcard, each way to its end before the next is tried.
     */
    @Nullable
    Route match(RequestPath path, int depth) {
        if (depth == path.count()) {
            return route;
        }
        if (depth < RequestPath.MAX_SEGMENTS) {
            RouteNode literal = literals.get(path.bytes(), path.start(depth), path.end(depth));
            Route found = literal == null ? null : literal.match(path, depth + 1);
            if (found == null && variable != null && path.start(depth) < path.end(depth)) {
                found = variable.match(path, depth + 1);
            }
            if (found != null) {
                return found;
            }
        }
        return wildcard;
    }

    /**
     * This node with a route added.
     *
     * @throws IllegalArgumentException if there is one at this place, or a variable of another name on the way
     */
    RouteNode with(Route added, int depth) {
        List<Segment> segments = added.pattern().segments();
        if (depth == segments.size()) {
            requireFree(route, added);
            return new RouteNode(segment, added, literals, variable, wildcard);
        }
        Segment next = segments.get(depth);
        switch (next.kind()) {
            case LITERAL -> {
                RouteNode child = child(next);
                child = child == null ? empty(next) : child;
                return new RouteNode(segment, route, literals.with(child.with(added, depth + 1)), variable, wildcard);
            }
            case VARIABLE -> {
                if (variable != null && !variable.segment.equals(next)) {
                    throw new IllegalArgumentException(
                            "path: \"" + added.pattern().text() + "\" (expected: {"
                                    + variable.segment.text() + "} in the place of {" + next.text()
                                    + "}, the name that other paths have there)");
                }
                RouteNode child = variable == null ? empty(next) : variable;
                return new RouteNode(segment, route, literals, child.with(added, depth + 1), wildcard);
            }
            default -> {
                requireFree(wildcard, added);
                return new RouteNode(segment, route, literals, variable, added);
            }
        }
    }

    private static RouteNode empty(Segment segment) {
        return new RouteNode(segment, null, SegmentMap.EMPTY, null, null);
    }

    private static void requireFree(@Nullable Route present, Route added) {
        if (present != null) {
            throw new IllegalArgumentException("path: \"" + added.pattern().text()
                    + "\" (expected: one that has no resource yet; \""
                    + present.pattern().text() + "\" has)");
        }
    }

    /** This node without the route of a pattern; the same node where there is none. */
    RouteNode without(List<Segment> segments, int depth) {
        if (depth == segments.size()) {
            return route == null ? this : new RouteNode(segment, null, literals, variable, wildcard);
        }
        Segment next = segments.get(depth);
        if (next.kind() == PathPattern.Kind.WILDCARD) {
            boolean same = wildcard != null && wildcard.pattern().segments().equals(segments);
            return same ? new RouteNode(segment, route, literals, variable, null) : this;
        }
        RouteNode child = next.kind() == PathPattern.Kind.LITERAL ? child(next) : variable;
        if (child == null || !child.segment.equals(next)) {
            return this;
        }
        RouteNode rest = child.without(segments, depth + 1);
        if (rest == child) {
            return this;
        }
        if (next.kind() == PathPattern.Kind.VARIABLE) {
            return new RouteNode(segment, route, literals, rest.isUseless() ? null : rest, wildcard);
        }
        SegmentMap fewer = rest.isUseless() ? literals.without(rest) : literals.with(rest);
        return new RouteNode(segment, route, fewer, variable, wildcard);
    }

    /** The route of a pattern; null where there is none. */
    @Nullable
    Route find(List<Segment> segments, int depth) {
        if (depth == segments.size()) {
            return route;
        }
        Segment next = segments.get(depth);
        if (next.kind() == PathPattern.Kind.WILDCARD) {
            return wildcard;
        }
        RouteNode child = next.kind() == PathPattern.Kind.LITERAL ? child(next) : variable;
        return child == null ? null : child.find(segments, depth + 1);
    }

    private @Nullable RouteNode child(Segment next) {
        byte[] name = next.bytes();
        return literals.get(name, 0, name.length);
    }

    private boolean isUseless() {
        return route == null && wildcard == null && variable == null && literals.isEmpty();
    }

    /** Adds the routes without variables, here and below, to a list. */
    void collectLiteral(List<Route> routes) {
        if (route != null) {
            routes.add(route);
        }
        List<RouteNode> children = new ArrayList<>();
        literals.collect(children);
        for (RouteNode child : children) {
            child.collectLiteral(routes);
        }
    }
}
