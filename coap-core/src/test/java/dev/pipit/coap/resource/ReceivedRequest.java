package dev.pipit.coap.resource;

import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.IncomingRequest;
import java.util.ArrayList;
import java.util.List;

/** A request as the layer below hands it up; remembers what was answered. */
final class ReceivedRequest extends IncomingRequest {
    final List<Response> responses = new ArrayList<>();

    ReceivedRequest(PeerSlot peer, Request request) {
        super(peer, Token.EMPTY, request);
    }

    @Override
    public boolean isConfirmable() {
        return true;
    }

    @Override
    public void respond(Response response, long nowNanos) {
        responses.add(response);
    }

    @Override
    public void reject(String reason, long nowNanos) {
        throw new AssertionError("rejected: " + reason);
    }
}
