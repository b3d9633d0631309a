package dev.pipit.coap.resource;

import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.observe.ObserverGroup;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.OptionNumber;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.timer.Deadline;
import org.jspecify.annotations.Nullable;

/** The observers for whom one rendering will do, and the rendering. */
final class Audience extends ObserverGroup {
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final Subject subject;
    private final Key key;
    private boolean rendering;
    private boolean changed; // since the latest rendering began
    private boolean confirmable;
    private boolean refreshDue;

    private final Deadline retry = new Deadline() {
        @Override
        protected void expire(long nowNanos) {
            render(nowNanos);
        }
    };

    /** What makes renderings the same: the route, what is asked, and who asks where that is known for certain. */
    record Key(Route route, Request request, PeerIdentity identity) {
        static Key of(Route route, Request request, PeerSlot peer) {
            // RFC 7641 §2: Observe "is not part of the Cache-Key"; ETag is compared for each observer apart
            Request asked = request.withOptions(request.options()
                    .filter(number -> number != StandardOptions.OBSERVE.number()
                            && number != StandardOptions.ETAG.number()
                            && !OptionNumber.isNoCacheKey(number)));
            PeerIdentity identity = peer.peer().identity();
            return new Key(route, asked, identity.isSecure() ? identity : PeerIdentity.NONE);
        }
    }

    Audience(Subject subject, Key key) {
        this.subject = subject;
        this.key = key;
    }

    Key key() {
        return key;
    }

    Route route() {
        return key.route();
    }

    Request request() {
        return key.request();
    }

    /** The resource has changed. */
    void handleChange(boolean confirmably, long nowNanos) {
        changed = true;
        confirmable |= confirmably;
        render(nowNanos);
    }

    @Override
    protected void onRefreshDue(long nowNanos) {
        refreshDue = true;
        render(nowNanos);
    }

    private void render(long nowNanos) {
        while (!rendering && (changed || refreshDue) && size() > 0) {
            if (numberFreeAt() > nowNanos) {
                // Changes that come faster than they can be numbered are one.
                subject.observation().deadlines().schedule(retry, numberFreeAt());
                return;
            }
            boolean everybody = changed;
            boolean confirmably = confirmable;
            changed = false;
            confirmable = false;
            refreshDue = false;
            rendering = true;
            PeerSlot one = subject.observation().slotOf(relation(0));
            if (!subject.observation().render(new Rendering(one, everybody, confirmably), route(), nowNanos)) {
                // No worker is free; the state must not be lost on the observers.
                rendering = false;
                changed |= everybody;
                confirmable |= confirmably;
                refreshDue |= !everybody;
                subject.observation().deadlines().schedule(retry, nowNanos + RETRY_NANOS);
                return;
            }
        }
    }

    /** A request that nobody sent: its response is the state that observers are given. */
    final class Rendering extends IncomingRequest {
        private final boolean everybody;
        private final boolean confirmably;
        private boolean done;

        Rendering(PeerSlot peer, boolean everybody, boolean confirmably) {
            super(peer, Token.EMPTY, key.request());
            this.everybody = everybody;
            this.confirmably = confirmably;
        }

        @Override
        public boolean isConfirmable() {
            return confirmably;
        }

        @Override
        public void respond(Response response, long nowNanos) {
            if (done) {
                return;
            }
            done = true;
            rendering = false;
            refreshDue |= everybody || !response.isSuccess()
                    ? publish(response, confirmably, nowNanos)
                    : refresh(response, nowNanos);
            render(nowNanos);
        }

        @Override
        public void reject(String reason, long nowNanos) {
            done = true;
            rendering = false;
        }
    }

    @Override
    protected boolean onAdding(int most) {
        return subject.handleAdding(most);
    }

    @Override
    protected void onRemoved() {
        subject.handleRemoved(this);
    }

    @Override
    protected boolean isRendering() {
        return rendering;
    }

    @Override
    protected @Nullable Block askedBlock() {
        return key.request().options().getOrNull(StandardOptions.BLOCK2);
    }
}
