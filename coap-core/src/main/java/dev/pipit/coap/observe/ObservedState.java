package dev.pipit.coap.observe;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.ErrorResponseException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From notifications to states: fetches the rest of a body that comes in blocks, and finds the state that a 2.03 means.
 *
 * <pre>
 * a whole 2.05                      → the state; what is being fetched is given up
 * 2.03 with the tag of the state    → that state again, brought up to date
 * that was at hand at registration
 * 2.03 with a tag of the request    → handed on
 * 2.03 otherwise                    → the state is asked for
 * the first block of a body         → the rest is fetched; where that is under way, the one after the other, so that
 *                                     fast changes do not keep every state from getting through; without entity-tags
 *                                     at once, since then nothing tells what belongs together
 * </pre>
 */
final class ObservedState {
    private final ObservationPath path;
    private final Request request;
    private final SendOptions options;
    private final Output output;
    private @Nullable Response latest;
    private @Nullable Response offered;
    private @Nullable Fetch fetching;
    private @Nullable Response queued;

    /** Hears of states, until {@link #stop}. */
    interface Output {
        void onState(Response state, long nowNanos);

        /** The state could not be had. */
        void onFailure(CoapException failure, long nowNanos);
    }

    /** For the request as the application made it. */
    ObservedState(ObservationPath path, Request request, SendOptions options, Output output) {
        this.path = path;
        this.request = request.withOptions(request.options().without(StandardOptions.OBSERVE));
        this.options = options.withToken(null);
        this.output = output;
    }

    /** The request to register with: the server may answer 2.03 where it has the state that is at hand. */
    Request registration() {
        // RFC 7641 §3.3.2: the client "MAY include an ETag Option for each stored response", and keeps "all candidate
        // responses […] until […] it re-registers with a new set of entity tags"
        offered = latest;
        OptionsBuilder with = request.options().toBuilder().set(StandardOptions.OBSERVE, 0L);
        EntityTag tag = offered == null ? null : offered.etag().orElse(null);
        if (tag != null && !ownTags().contains(tag)) {
            with.add(StandardOptions.ETAG, tag);
        }
        return request.withOptions(with.build());
    }

    private List<EntityTag> ownTags() {
        return request.options().all(StandardOptions.ETAG);
    }

    void handleNotification(Response notification, long nowNanos) {
        Block block = notification.options().getOrNull(StandardOptions.BLOCK2);
        if (notification.code() == Code.VALID) {
            handleValid(notification, nowNanos);
        } else if (block == null || !block.more()) {
            stop(nowNanos);
            report(notification, nowNanos);
        } else if (fetching != null && notification.etag().isPresent()) {
            queued = notification;
        } else {
            stop(nowNanos);
            fetch(notification, nowNanos);
        }
    }

    private void handleValid(Response valid, long nowNanos) {
        stop(nowNanos);
        EntityTag tag = valid.etag().orElse(null);
        if (offered != null && tag != null && offered.etag().filter(tag::equals).isPresent()) {
            Response again = offered.updatedBy(valid);
            Long sequence = valid.options().getOrNull(StandardOptions.OBSERVE);
            report(sequence == null ? again : again.with(StandardOptions.OBSERVE, sequence), nowNanos);
        } else if (tag != null && ownTags().contains(tag)) {
            latest = null;
            output.onState(valid, nowNanos);
        } else {
            fetch(null, nowNanos);
        }
    }

    private void report(Response state, long nowNanos) {
        latest = state.code() == Code.CONTENT && state.etag().isPresent() ? state : null;
        output.onState(state, nowNanos);
    }

    /** Fetches the rest of a body, or a body from its start. */
    private void fetch(@Nullable Response firstBlock, long nowNanos) {
        Fetch begun = new Fetch();
        fetching = begun;
        Request retrieval = request.withOptions(request.options().without(StandardOptions.ETAG));
        RequestPort.OutgoingRequest sent = firstBlock == null
                ? path.retrieve(retrieval, options, begun, nowNanos)
                : path.complete(retrieval, firstBlock, options, begun, nowNanos);
        if (fetching == begun) {
            begun.outgoing = sent;
        }
    }

    /** Gives up what is being fetched. */
    void stop(long nowNanos) {
        Fetch stopped = fetching;
        fetching = null;
        queued = null;
        if (stopped != null && stopped.outgoing != null) {
            stopped.outgoing.cancel(nowNanos);
        }
    }

    private final class Fetch implements RequestPort.ResponseListener {
        private RequestPort.@Nullable OutgoingRequest outgoing;

        @Override
        public void onResponse(Response response, long nowNanos) {
            if (fetching != this) {
                return;
            }
            if (!response.isSuccess()) {
                onFailure(
                        new ErrorResponseException("the server answered " + response.code() + " to a block", response),
                        nowNanos);
                return;
            }
            Response next = queued;
            fetching = null;
            queued = null;
            if (next != null && !next.etag().equals(response.etag())) {
                fetch(next, nowNanos);
            }
            report(response, nowNanos);
        }

        @Override
        public void onFailure(CoapException failure, long nowNanos) {
            if (fetching != this) {
                return;
            }
            Response next = queued;
            fetching = null;
            queued = null;
            if (next != null) {
                fetch(next, nowNanos);
            } else {
                output.onFailure(failure, nowNanos);
            }
        }
    }
}
