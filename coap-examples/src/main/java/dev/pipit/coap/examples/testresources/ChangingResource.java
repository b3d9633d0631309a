package dev.pipit.coap.examples.testresources;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.resource.Observers;
import dev.pipit.coap.resource.RequestContext;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceBuilder;
import dev.pipit.coap.resource.ResponseException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A resource that changes by itself and can be observed. What is put there stays until it is deleted; what is deleted
 * is there again when it changes next.
 */
final class ChangingResource {
    /** More than the time between two changes, so that nobody takes the state for an old one too early. */
    private static final long MAX_AGE_SECONDS = 10;

    private static final long REGISTER = 0;

    private final boolean confirmable;
    private final IntFunction<Response> states;
    private final Observers observers = Observers.create();
    private int changes; // these are guarded by this
    private @Nullable StoredContent put;
    private boolean deleted;
    private boolean silent;

    /**
     * A resource.
     *
     * @param confirmable whether all its notifications are
     * @param states gives its state when it has changed so many times
     */
    ChangingResource(boolean confirmable, IntFunction<Response> states) {
        this.confirmable = confirmable;
        this.states = states;
    }

    /** For reading alone. */
    ResourceBuilder readable() {
        return Resource.builder().get(this::get).observable(observers);
    }

    /** To be written and deleted, too. */
    ResourceBuilder writable() {
        return readable().put(this::put).delete(this::delete);
    }

    /** The time has come for another state. */
    void change() {
        synchronized (this) {
            changes++;
            deleted = false;
            if (silent) {
                return;
            }
        }
        notifyObservers();
    }

    /** Nobody hears anything until somebody registers: to its observers, the server has lost its memory. */
    synchronized void fallSilent() {
        silent = true;
    }

    private void notifyObservers() {
        if (confirmable) {
            observers.changedConfirmably();
        } else {
            observers.changed();
        }
    }

    private synchronized Response get(RequestContext context) {
        // A rendering for observers has no Observe option.
        if (context.request().options().uint(StandardOptions.OBSERVE, Long.MAX_VALUE) == REGISTER) {
            silent = false;
        }
        if (deleted) {
            throw new ResponseException(Code.NOT_FOUND, "");
        }
        Response state = put == null ? states.apply(changes) : put.response();
        return state.maxAge(MAX_AGE_SECONDS);
    }

    private Response put(RequestContext context) {
        synchronized (this) {
            put = StoredContent.of(context.request());
            deleted = false;
        }
        notifyObservers();
        return Response.changed();
    }

    private Response delete(RequestContext context) {
        synchronized (this) {
            put = null;
            deleted = true;
        }
        observers.cancel(observer -> true, Response.of(Code.NOT_FOUND));
        return Response.deleted();
    }
}
