package dev.pipit.coap.exchange;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.NoResponse;
import dev.pipit.coap.message.ProblemDetails;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.MessagePort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that says which responses it wants to hear (No-Response, RFC 7967), or that errors are to be told as
 * problem details (RFC 9290).
 */
final class SelectiveRequest extends IncomingRequest {
    private final IncomingRequest received;
    private final Counters counters;

    private SelectiveRequest(IncomingRequest received, Counters counters) {
        super(received.peer(), received.token(), received.request());
        this.received = received;
        this.counters = counters;
    }

    /** The request to be handled: this one, or where it is selective one whose responses are selected. */
    static IncomingRequest of(IncomingRequest received, Counters counters) {
        Request request = received.request();
        return request.options().has(StandardOptions.NO_RESPONSE) || wantsProblemDetails(request)
                ? new SelectiveRequest(received, counters)
                : received;
    }

    private static boolean wantsProblemDetails(Request request) {
        ContentFormat accepted = request.options().getOrNull(StandardOptions.ACCEPT);
        return accepted != null && accepted.equals(ContentFormat.PROBLEM_DETAILS);
    }

    /** 4.02 for a critical option. */
    static Response badOption(Request request, int number, String reason) {
        // RFC 9290 §3.1.1: problem details with this entry "can be used in fulfillment of the "SHOULD" requirement in
        // Section 5.4.1 of [RFC7252]"
        return wantsProblemDetails(request)
                ? problem(Code.BAD_OPTION, reason)
                        .unprocessedOptions(List.of(number))
                        .toResponse(Code.BAD_OPTION)
                : Response.error(Code.BAD_OPTION, reason);
    }

    @Override
    public boolean isConfirmable() {
        return received.isConfirmable();
    }

    @Override
    public void respond(Response response, long nowNanos) {
        received.respond(selected(response), nowNanos);
    }

    @Override
    public MessagePort.@Nullable Delivery respond(
            Response response, MessagePort.DeliveryListener listener, long nowNanos) {
        return received.respond(selected(response), listener, nowNanos);
    }

    @Override
    public void respondOnce(Response response, long nowNanos) {
        received.respondOnce(selected(response), nowNanos);
    }

    @Override
    public boolean isAcknowledged() {
        return received.isAcknowledged();
    }

    @Override
    public void holdAcknowledgement(Repetitions repetitions) {
        received.holdAcknowledgement(repetitions);
    }

    @Override
    public void reject(String reason, long nowNanos) {
        received.reject(reason, nowNanos);
    }

    private Response selected(Response response) {
        if (NoResponse.suppresses(request(), response.code())) {
            counters.count(Counter.RESPONSES_SUPPRESSED);
            return Response.NONE;
        }
        // RFC 7252 §5.5.2: a diagnostic payload has no Content-Format; one that has it says something else
        boolean diagnostic = (response.code().isClientError() || response.code().isServerError())
                && !response.options().has(StandardOptions.CONTENT_FORMAT);
        return diagnostic && wantsProblemDetails(request()) ? asProblem(response) : response;
    }

    private static Response asProblem(Response response) {
        Response told = problem(response.code(), response.text()).toResponse(response.code());
        Response.Builder built = response.toBuilder();
        return built.payload(told.payload(), ContentFormat.PROBLEM_DETAILS).build();
    }

    private static ProblemDetails problem(Code code, String diagnostic) {
        ProblemDetails problem = ProblemDetails.of(code.registeredName().orElse(code.dotted()));
        return diagnostic.isEmpty() ? problem : problem.detail(diagnostic);
    }
}
