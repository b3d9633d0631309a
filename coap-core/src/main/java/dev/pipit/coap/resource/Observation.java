package dev.pipit.coap.resource;

import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObserveLayer;
import dev.pipit.coap.observe.Relation;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.timer.DeadlineQueue;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a resource layer does about the Observe option of requests (RFC 7641 §4.1). */
final class Observation {
    private static final long REGISTER = 0;
    private static final long DEREGISTER = 1;

    private final ObserveLayer layer;
    private final Loop loop;
    private final ResourceLayer resources;
    private final IdentityHashMap<Observers, Subject> subjects = new IdentityHashMap<>();

    Observation(ObserveLayer layer, Loop loop, ResourceLayer resources) {
        this.layer = layer;
        this.loop = loop;
        this.resources = resources;
    }

    /** Gives the request to be handled: this one, or where it registers, one whose response decides on that. */
    IncomingRequest admit(IncomingRequest incoming, Route route, long nowNanos) {
        Code method = incoming.request().code();
        if (method != Code.GET && method != Code.FETCH) {
            return incoming;
        }
        long observe = incoming.request().options().uint(StandardOptions.OBSERVE, Long.MAX_VALUE);
        if (observe == DEREGISTER) {
            layer.deregister(incoming.peer(), incoming.token(), nowNanos);
        }
        Observers observers = route.resource().observers();
        if (observe != REGISTER || observers == null) {
            return incoming;
        }
        Subject subject = subjects.computeIfAbsent(observers, made -> new Subject(made, this));
        Audience audience = subject.audience(Audience.Key.of(route, incoming.request(), incoming.peer()));
        Relation relation = layer.register(incoming, audience, nowNanos);
        if (relation == null) {
            subject.dropIfEmpty(audience);
            return incoming;
        }
        return new Registration(incoming, relation);
    }

    /** A request to be entered in the list of observers, which its response decides. */
    private static final class Registration extends IncomingRequest {
        private final IncomingRequest incoming;
        private final Relation relation;

        Registration(IncomingRequest incoming, Relation relation) {
            super(incoming.peer(), incoming.token(), incoming.request());
            this.incoming = incoming;
            this.relation = relation;
        }

        @Override
        public boolean isConfirmable() {
            return incoming.isConfirmable();
        }

        @Override
        public void respond(Response response, long nowNanos) {
            relation.respond(incoming, response, nowNanos);
        }

        @Override
        public MessagePort.@Nullable Delivery respond(
                Response response, MessagePort.DeliveryListener listener, long nowNanos) {
            respond(response, nowNanos);
            return null;
        }

        /** A body that is read while it goes out is no state to be told of again and again. */
        @Override
        public void respond(Response head, BodySource body, long nowNanos) {
            relation.end(nowNanos);
            incoming.respond(head, body, nowNanos);
        }

        @Override
        public void reject(String reason, long nowNanos) {
            relation.end(nowNanos);
            incoming.reject(reason, nowNanos);
        }
    }

    /** Has the state rendered; false where there is no room for that now. */
    boolean render(IncomingRequest rendering, Route route, long nowNanos) {
        Handler handler = route.handler(rendering.request().code());
        return handler != null && resources.dispatch(rendering, route, handler, nowNanos);
    }

    PeerSlot slotOf(Relation relation) {
        return relation.slot();
    }

    /** Ends every relation of this endpoint. */
    void endAll(Response last, long nowNanos) {
        List.copyOf(subjects.values()).forEach(subject -> subject.endAll(last, nowNanos));
    }

    void forget(Observers observers) {
        subjects.remove(observers);
    }

    Loop loop() {
        return loop;
    }

    DeadlineQueue deadlines() {
        return layer.deadlines();
    }
}
