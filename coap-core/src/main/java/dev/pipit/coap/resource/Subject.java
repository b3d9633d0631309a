package dev.pipit.coap.resource;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.Relation;
import dev.pipit.coap.peer.Peer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The observers of one resource on one event loop. They are told of changes by any thread; everything else is the
 * loop's.
 */
final class Subject {
    private static final VarHandle CHANGE;
    private static final int NONE = 0;
    private static final int PLAIN = 1;
    private static final int CONFIRMABLE = 2;

    static {
        try {
            CHANGE = MethodHandles.lookup().findVarHandle(Subject.class, "change", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Observers observers;
    private final Observation observation;
    private final Map<Audience.Key, Audience> audiences = new HashMap<>();
    private int size;

    @SuppressWarnings("UnusedVariable") // through its VarHandle
    private volatile int change;

    Subject(Observers observers, Observation observation) {
        this.observers = observers;
        this.observation = observation;
    }

    /** The resource has changed; called by any thread. A change that the loop has not seen yet covers this one. */
    void changed(boolean confirmable) {
        int wanted = confirmable ? CONFIRMABLE : PLAIN;
        int before = (int) CHANGE.getVolatile(this);
        while (before < wanted && !CHANGE.compareAndSet(this, before, wanted)) {
            before = (int) CHANGE.getVolatile(this);
        }
        if (before == NONE) {
            observation.loop().execute(this::handleChange);
        }
    }

    private void handleChange(long nowNanos) {
        boolean confirmable = (int) CHANGE.getAndSet(this, NONE) == CONFIRMABLE;
        for (Audience audience : List.copyOf(audiences.values())) {
            audience.handleChange(confirmable, nowNanos);
        }
    }

    CompletableFuture<List<Observer>> list() {
        CompletableFuture<List<Observer>> all = new CompletableFuture<>();
        boolean open = observation.loop().execute(now -> {
            List<Observer> list = new ArrayList<>();
            for (Audience audience : audiences.values()) {
                for (int i = 0; i < audience.size(); i++) {
                    Relation relation = audience.relation(i);
                    list.add(new Observer(relation.peer(), relation.token(), audience.request()));
                }
            }
            all.complete(list);
        });
        if (!open) {
            all.complete(List.of());
        }
        return all;
    }

    void cancel(Predicate<Peer> which, Response last) {
        observation.loop().execute(now -> {
            for (Audience audience : List.copyOf(audiences.values())) {
                for (int i = audience.size() - 1; i >= 0; i--) {
                    if (i < audience.size() && which.test(audience.relation(i).peer())) {
                        audience.relation(i).end(last, now);
                    }
                }
            }
        });
    }

    void endRoute(Route route, Response last) {
        observation.loop().execute(now -> {
            for (Audience audience : List.copyOf(audiences.values())) {
                if (audience.route() == route) {
                    audience.end(last, now);
                }
            }
        });
    }

    void endAll(Response last, long nowNanos) {
        List.copyOf(audiences.values()).forEach(audience -> audience.end(last, nowNanos));
    }

    // ---- for audiences

    Observation observation() {
        return observation;
    }

    Audience audience(Audience.Key key) {
        return audiences.computeIfAbsent(key, made -> new Audience(this, made));
    }

    /** An observer is to be added; false where the resource would have more than so many. */
    boolean handleAdding(int most) {
        // Attached before the hook runs, so that a change which that makes is heard.
        if (size == 0) {
            observers.attach(this);
        }
        boolean added = observers.tryAdd(most);
        size += added ? 1 : 0;
        if (size == 0) {
            observers.detach(this);
        }
        return added;
    }

    void handleRemoved(Audience audience) {
        size--;
        dropIfEmpty(audience);
        if (size == 0) {
            observers.detach(this);
        }
        observers.remove();
    }

    /** Forgets an audience without observers, and itself where it was the last. */
    void dropIfEmpty(Audience audience) {
        if (audience.size() == 0) {
            audiences.remove(audience.key(), audience);
            if (audiences.isEmpty()) {
                observation.forget(observers);
            }
        }
    }
}
