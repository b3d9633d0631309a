package dev.pipit.coap.resource;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The literal children of a node, by their segment: an immutable hash trie. A change copies a few small arrays whatever
 * the number of children, and readers need no lock.
 *
 * <p>Each level looks at five bits of the hash. A slot holds a {@link RouteNode}, or a map for the next five bits, or
 * an array of nodes whose hashes are equal.
 */
final class SegmentMap {
    static final SegmentMap EMPTY = new SegmentMap(0, new Object[0]);

    private final int bitmap;
    private final Object[] slots;

    private SegmentMap(int bitmap, Object[] slots) {
        this.bitmap = bitmap;
        this.slots = slots;
    }

    static int hash(byte[] bytes, int start, int end) {
        int hash = 0x811c9dc5;
        for (int i = start; i < end; i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
        }
        return hash ^ hash >>> 15;
    }

    boolean isEmpty() {
        return bitmap == 0;
    }

    /** The child for a segment, or null. */
    @Nullable
    RouteNode get(byte[] bytes, int start, int end) {
        if (bitmap == 0) {
            return null;
        }
        int hash = hash(bytes, start, end);
        SegmentMap map = this;
        for (int shift = 0; ; shift += 5) {
            int bit = bit(hash, shift);
            if ((map.bitmap & bit) == 0) {
                return null;
            }
            Object slot = map.slots[map.index(bit)];
            if (slot instanceof RouteNode node) {
                return node.isFor(hash, bytes, start, end) ? node : null;
            }
            if (slot instanceof RouteNode[] nodes) {
                return find(nodes, hash, bytes, start, end);
            }
            map = (SegmentMap) slot;
        }
    }

    private static @Nullable RouteNode find(RouteNode[] nodes, int hash, byte[] bytes, int start, int end) {
        for (RouteNode node : nodes) {
            if (node.isFor(hash, bytes, start, end)) {
                return node;
            }
        }
        return null;
    }

    /** This map with a child added, or put in the place of the one for the same segment. */
    SegmentMap with(RouteNode child) {
        return with(child, 0);
    }

    private SegmentMap with(RouteNode child, int shift) {
        int bit = bit(child.hash(), shift);
        int index = index(bit);
        if ((bitmap & bit) == 0) {
            Object[] grown = new Object[slots.length + 1];
            System.arraycopy(slots, 0, grown, 0, index);
            grown[index] = child;
            System.arraycopy(slots, index, grown, index + 1, slots.length - index);
            return new SegmentMap(bitmap | bit, grown);
        }
        Object slot = slots[index];
        if (slot instanceof SegmentMap map) {
            return replace(index, map.with(child, shift + 5));
        }
        RouteNode[] present = slot instanceof RouteNode[] nodes ? nodes : new RouteNode[] {(RouteNode) slot};
        if (present[0].hash() == child.hash()) {
            return replace(index, join(present, child));
        }
        // Two hashes: the bits that follow tell them apart.
        SegmentMap below = new SegmentMap(bit(present[0].hash(), shift + 5), new Object[] {slot});
        return replace(index, below.with(child, shift + 5));
    }

    private static Object join(RouteNode[] present, RouteNode child) {
        for (int i = 0; i < present.length; i++) {
            if (present[i].isForSameAs(child)) {
                RouteNode[] copy = present.clone();
                copy[i] = child;
                return copy.length == 1 ? child : copy;
            }
        }
        RouteNode[] grown = Arrays.copyOf(present, present.length + 1);
        grown[present.length] = child;
        return grown;
    }

    /** This map without the child for the same segment as this one; the child must be there. */
    SegmentMap without(RouteNode child) {
        return without(child, 0);
    }

    private SegmentMap without(RouteNode child, int shift) {
        int bit = bit(child.hash(), shift);
        int index = index(bit);
        Object slot = slots[index];
        if (slot instanceof SegmentMap map) {
            SegmentMap rest = map.without(child, shift + 5);
            boolean single = rest.slots.length == 1 && !(rest.slots[0] instanceof SegmentMap);
            return replace(index, single ? rest.slots[0] : rest);
        }
        if (slot instanceof RouteNode[] nodes) {
            RouteNode[] rest = Arrays.stream(nodes)
                    .filter(node -> !node.isForSameAs(child))
                    .toArray(RouteNode[]::new);
            return replace(index, rest.length == 1 ? rest[0] : rest);
        }
        if (slots.length == 1) {
            return EMPTY;
        }
        Object[] shrunk = new Object[slots.length - 1];
        System.arraycopy(slots, 0, shrunk, 0, index);
        System.arraycopy(slots, index + 1, shrunk, index, shrunk.length - index);
        return new SegmentMap(bitmap & ~bit, shrunk);
    }

    private SegmentMap replace(int index, Object slot) {
        Object[] copy = slots.clone();
        copy[index] = slot;
        return new SegmentMap(bitmap, copy);
    }

    /** Adds all children to a list, in no order. */
    void collect(List<RouteNode> children) {
        for (Object slot : slots) {
            if (slot instanceof SegmentMap map) {
                map.collect(children);
            } else if (slot instanceof RouteNode node) {
                children.add(node);
            } else {
                children.addAll(Arrays.asList((RouteNode[]) slot));
            }
        }
    }

    private static int bit(int hash, int shift) {
        return 1 << (hash >>> shift & 31);
    }

    private int index(int bit) {
        return Integer.bitCount(bitmap & (bit - 1));
    }
}
