package dev.pipit.coap.client;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.RequestCancelledException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObservationListener;
import dev.pipit.coap.observe.ObservationShare;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the last filter's {@code next} has sent for an observation. The filters get its first response; what comes after
 * that goes to the observation, once the filters have let the first one through.
 */
final class Registration implements ObservationListener {
    private final Observation owner;
    private final Consumer<Response> cache;
    private final CompletableFuture<Response> first = new CompletableFuture<>();

    // The event loop's.
    private @Nullable ObservationShare share;
    private @Nullable Response newer;
    private @Nullable Runnable trouble;
    private boolean over;
    private @Nullable CoapException reason;

    /**
     * A registration for an observation.
     *
     * @param cache gets the states after the first, which goes through the filters and so past the cache
     */
    Registration(Observation owner, Consumer<Response> cache) {
        this.owner = owner;
        this.cache = cache;
    }

    /** The first response, an error too; for the filters. */
    CompletableFuture<Response> first() {
        return first;
    }

    /** It is registered with the endpoint. */
    void started(ObservationShare begun) {
        share = begun;
    }

    /** Leaves the endpoint, where it was registered; not to be called from within what that tells. */
    void close(boolean proactively, long nowNanos) {
        if (share != null) {
            share.close(proactively, nowNanos);
        } else {
            onEnd(null);
        }
    }

    /** Tells the owner what it has missed while the filters had the first response. */
    void catchUp() {
        if (newer != null) {
            owner.deliver(newer);
        }
        if (trouble != null) {
            trouble.run();
        }
        if (over) {
            owner.end(reason);
        }
    }

    private boolean isHeard() {
        return first.isDone() && owner.isHearing(this);
    }

    @Override
    public void onNotification(Response state) {
        trouble = null;
        if (!first.isDone()) {
            first.complete(state);
            return;
        }
        cache.accept(state);
        if (isHeard()) {
            owner.deliver(state);
        } else {
            newer = state;
        }
    }

    @Override
    public void onStale() {
        tell(owner::stale);
    }

    @Override
    public void onLost(CoapException why) {
        tell(() -> owner.lost(why));
    }

    private void tell(Runnable news) {
        if (isHeard()) {
            news.run();
        } else {
            trouble = news;
        }
    }

    @Override
    public void onServerMoved(InetSocketAddress server) {
        if (isHeard()) {
            owner.serverMoved(server);
        }
    }

    @Override
    public void onReregistered() {
        if (isHeard()) {
            owner.reregistered();
        }
    }

    @Override
    public void onEnd(@Nullable CoapException why) {
        boolean heard = isHeard();
        over = true;
        reason = why;
        if (heard) {
            owner.end(why);
        } else if (why instanceof ErrorResponseException error) {
            first.complete(error.response());
        } else {
            first.completeExceptionally(why == null ? new RequestCancelledException("the observation was ended") : why);
        }
    }
}
