package dev.pipit.coap.resource;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.peer.Peer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The observers of a resource (RFC 7641), to be notified whenever it changes. For any thread.
 *
 * <pre>{@code
 * Observers observers = Observers.create();
 * server.add("/door", Resource.builder().get(context -> Response.content(door.state())).observable(observers).build());
 * door.onChange(observers::changed);
 * }</pre>
 *
 * <p>{@link #changed()} has the resource's own handler render the new state, once for all observers that made the same
 * request (apart from Observe, ETag and options that are no part of the cache key; observers with a security identity
 * have renderings of their own). Changes that come faster than they can be rendered or sent are one: the newest state
 * wins. A rendering that is not 2.xx is the last that its observers hear.
 */
public final class Observers {
    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);
    private static final VarHandle SUBJECTS;
    private static final VarHandle COUNT;
    private static final VarHandle TELLING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SUBJECTS = lookup.findVarHandle(Observers.class, "subjects", Subject[].class);
            COUNT = lookup.findVarHandle(Observers.class, "count", int.class);
            TELLING = lookup.findVarHandle(Observers.class, "telling", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Runnable onFirst;
    private final Runnable onLast;
    private volatile Subject[] subjects = new Subject[0]; // one for each event loop that has observers

    @SuppressWarnings("UnusedVariable") // through its VarHandle
    private volatile int count;

    @SuppressWarnings("UnusedVariable") // through its VarHandle
    private volatile boolean telling;

    private volatile boolean observed;

    private Observers(Runnable onFirst, Runnable onLast) {
        this.onFirst = onFirst;
        this.onLast = onLast;
    }

    /** Observers of one resource, none yet. */
    public static Observers create() {
        return new Observers(() -> {}, () -> {});
    }

    /**
     * The same with hooks, so that a sensor is read only while somebody watches.
     *
     * @param onFirst runs when the first observer comes, before its response is rendered; on an event loop: it must not
     *     block
     * @param onLast runs when the last is gone; never at the same time as {@code onFirst}
     */
    public static Observers create(Runnable onFirst, Runnable onLast) {
        return new Observers(onFirst, onLast);
    }

    /** The resource has changed: its observers are to be notified. */
    public void changed() {
        for (Subject subject : subjects) {
            subject.changed(false);
        }
    }

    /** The same, with notifications that are confirmable in any case. */
    public void changedConfirmably() {
        for (Subject subject : subjects) {
            subject.changed(true);
        }
    }

    /** How many there are. */
    public int count() {
        return (int) COUNT.getVolatile(this);
    }

    /** Who they are, in no order; completes on an event loop. */
    public CompletableFuture<List<Observer>> list() {
        CompletableFuture<List<Observer>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (Subject subject : subjects) {
            all = all.thenCombine(subject.list(), (some, more) -> {
                some.addAll(more);
                return some;
            });
        }
        return all;
    }

    /**
     * Ends the observations of some peers.
     *
     * @param last what they are told: an error response
     * @throws IllegalArgumentException if that is a 2.xx response
     */
    public void cancel(Predicate<Peer> which, Response last) {
        if (last.isSuccess()) {
            throw new IllegalArgumentException("last: " + last.code() + " (expected: 4.xx or 5.xx)");
        }
        for (Subject subject : subjects) {
            subject.cancel(which, last);
        }
    }

    /** The resource is no longer at a path: who observes it there is told, and is no observer any more. */
    void handleRemoval(Route route, Response last) {
        for (Subject subject : subjects) {
            subject.endRoute(route, last);
        }
    }

    // ---- for the event loops

    void attach(Subject subject) {
        Subject[] before;
        Subject[] after;
        do {
            before = subjects;
            after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = subject;
        } while (!SUBJECTS.compareAndSet(this, before, after));
    }

    void detach(Subject subject) {
        Subject[] before;
        Subject[] after;
        do {
            before = subjects;
            List<Subject> rest = new ArrayList<>(Arrays.asList(before));
            rest.remove(subject);
            after = rest.toArray(new Subject[0]);
        } while (!SUBJECTS.compareAndSet(this, before, after));
    }

    /** Counts one more; false where there would be more than so many. */
    boolean tryAdd(int most) {
        int before = count();
        while (before < most) {
            if (COUNT.compareAndSet(this, before, before + 1)) {
                tell();
                return true;
            }
            before = count();
        }
        return false;
    }

    void remove() {
        COUNT.getAndAdd(this, -1);
        tell();
    }

    /** Tells the hooks what is so now: whoever is at it already sees what changes meanwhile. */
    private void tell() {
        while (observed != count() > 0 && TELLING.compareAndSet(this, false, true)) {
            try {
                boolean now = count() > 0;
                if (now != observed) {
                    observed = now;
                    run(now ? onFirst : onLast);
                }
            } finally {
                TELLING.setVolatile(this, false);
            }
        }
    }

    private static void run(Runnable hook) {
        try {
            hook.run();
        } catch (RuntimeException e) {
            // Who observes is none of its business.
            LOG.error("a hook of observers failed", e);
        }
    }
}
