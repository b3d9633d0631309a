package dev.pipit.coap.observe;

import dev.pipit.coap.message.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The relations of one peer by token. Nearly every peer has one, which costs nothing more; several are in a hash table
 * with linear probing.
 */
final class RelationTable {
    private static final int FIRST = 4;

    private @Nullable Relation one;
    private @Nullable Relation @Nullable [] table;
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Relation find(Token token) {
        @Nullable Relation[] all = table;
        if (all == null) {
            return one != null && one.token().equals(token) ? one : null;
        }
        for (int i = home(token, all); ; i = next(i, all)) {
            Relation at = all[i];
            if (at == null || at.token().equals(token)) {
                return at;
            }
        }
    }

    /** Adds a relation, in the place of the one with its token where there is one; gives that one. */
    @Nullable
    Relation put(Relation relation) {
        Relation replaced = find(relation.token());
        if (replaced != null) {
            replace(replaced, relation);
            return replaced;
        }
        if (size == 0) {
            one = relation;
        } else {
            insert(relation, grown());
        }
        size++;
        return null;
    }

    private void replace(Relation replaced, Relation relation) {
        @Nullable Relation[] all = table;
        if (all == null) {
            one = relation;
            return;
        }
        int i = home(relation.token(), all);
        while (all[i] != replaced) {
            i = next(i, all);
        }
        all[i] = relation;
    }

    /** The table, with room for one more. */
    private @Nullable Relation[] grown() {
        @Nullable Relation[] before = table;
        if (before != null && (size + 1) * 4 <= before.length * 3) {
            return before;
        }
        @Nullable Relation[] after = new Relation[before == null ? FIRST : before.length * 2];
        for (Relation each : all()) {
            insert(each, after);
        }
        one = null;
        table = after;
        return after;
    }

    private static void insert(Relation relation, @Nullable Relation[] all) {
        int i = home(relation.token(), all);
        while (all[i] != null) {
            i = next(i, all);
        }
        all[i] = relation;
    }

    /** Takes out this very relation; false where it is not here. */
    boolean remove(Relation relation) {
        if (find(relation.token()) != relation) {
            return false;
        }
        size--;
        @Nullable Relation[] all = table;
        if (all == null || size == 0) {
            one = null;
            table = null;
            return true;
        }
        int i = home(relation.token(), all);
        while (all[i] != relation) {
            i = next(i, all);
        }
        all[i] = null;
        // Whatever was pushed behind the gap moves up, so that a search never stops early.
        for (int j = next(i, all); ; j = next(j, all)) {
            Relation moved = all[j];
            if (moved == null) {
                return true;
            }
            all[j] = null;
            insert(moved, all);
        }
    }

    /** All of them, as they are now. */
    List<Relation> all() {
        List<Relation> list = new ArrayList<>(size);
        if (one != null) {
            list.add(one);
        }
        if (table != null) {
            for (Relation each : table) {
                if (each != null) {
                    list.add(each);
                }
            }
        }
        return list;
    }

    private static int home(Token token, @Nullable Relation[] all) {
        return token.hashCode() & (all.length - 1);
    }

    private static int next(int index, @Nullable Relation[] all) {
        return (index + 1) & (all.length - 1);
    }
}
