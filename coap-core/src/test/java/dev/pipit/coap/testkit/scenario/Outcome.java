package dev.pipit.coap.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.RequestPort;
import java.util.ArrayList;
import java.util.List;

/** What came of a request or a ping: every call is noted, so that a second one is seen. */
public final class Outcome implements RequestPort.ResponseListener, MessagePort.DeliveryListener {
    public final List<Object> calls = new ArrayList<>();
    public long atNanos;
    public RequestPort.OutgoingRequest request = nowNanos -> {};

    @Override
    public void onResponse(Response response, long nowNanos) {
        note(response, nowNanos);
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        note(failure, nowNanos);
    }

    @Override
    public void onAcknowledged(long nowNanos) {
        note("acknowledged", nowNanos);
    }

    private void note(Object call, long nowNanos) {
        calls.add(call);
        atNanos = nowNanos;
    }

    public void assertOpen() {
        assertEquals(List.of(), calls);
    }

    public void assertText(String expected) {
        assertEquals(expected, response().text());
    }

    public Response response() {
        return only(Response.class);
    }

    public <T extends CoapException> T failure(Class<T> type) {
        return only(type);
    }

    private <T> T only(Class<T> type) {
        assertEquals(1, calls.size(), calls::toString);
        if (!type.isInstance(calls.get(0))) {
            throw new AssertionError("expected " + type.getSimpleName() + ", but got " + calls.get(0));
        }
        return type.cast(calls.get(0));
    }
}
