package dev.pipit.coap.observe;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Response;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One observation for several listeners. */
final class SharedObservation implements ObservationListener {
    private final Runnable onOver;
    private final List<ObservationShare> shares = new ArrayList<>(1);
    private @Nullable ClientObservation observation;
    private @Nullable Response current;
    private boolean over;

    SharedObservation(Runnable onOver) {
        this.onOver = onOver;
    }

    void start(ClientObservation begun, long nowNanos) {
        observation = begun;
        begun.register(nowNanos);
    }

    ObservationShare join(ObservationListener listener, long nowNanos) {
        ObservationShare share = new ObservationShare(this, listener);
        shares.add(share);
        if (current != null) {
            long left = observation == null ? 0 : (observation.freshUntilNanos() - nowNanos) / 1_000_000_000L;
            // Of a state that came some time ago, not more than what is left of its Max-Age (RFC 7252 §5.7.1).
            listener.onNotification(current.maxAge(Math.max(0, Math.min(left, current.maxAge()))));
        }
        return share;
    }

    void leave(ObservationShare share, boolean proactively, long nowNanos) {
        if (over || !shares.contains(share)) {
            return;
        }
        if (shares.size() == 1 && observation != null) {
            observation.close(proactively, nowNanos);
        } else {
            shares.remove(share);
            share.listener().onEnd(null);
        }
    }

    void fail(CoapException reason, long nowNanos) {
        if (observation != null) {
            observation.fail(reason, nowNanos);
        }
    }

    @Override
    public void onNotification(Response state) {
        current = state;
        all().forEach(share -> share.listener().onNotification(state));
    }

    @Override
    public void onStale() {
        current = null;
        all().forEach(share -> share.listener().onStale());
    }

    @Override
    public void onLost(CoapException reason) {
        current = null;
        all().forEach(share -> share.listener().onLost(reason));
    }

    @Override
    public void onServerMoved(InetSocketAddress server) {
        all().forEach(share -> share.listener().onServerMoved(server));
    }

    @Override
    public void onReregistered() {
        all().forEach(share -> share.listener().onReregistered());
    }

    @Override
    public void onEnd(@Nullable CoapException reason) {
        over = true;
        onOver.run();
        all().forEach(share -> share.listener().onEnd(reason));
    }

    /** A listener may join or leave while it is told something. */
    private List<ObservationShare> all() {
        return List.copyOf(shares);
    }
}
