package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.port.IncomingRequest;

/** A request whose body is read while it comes in; its response goes with the block that it belongs to. */
final class StreamedRequest extends IncomingRequest {
    private static final byte[] NOTHING = new byte[0];

    private final StreamedUpload upload;
    private final boolean confirmable;

    StreamedRequest(IncomingRequest first, StreamedUpload upload) {
        super(first.peer(), first.token(), withoutBlock(first.request()));
        this.upload = upload;
        this.confirmable = first.isConfirmable();
    }

    private static Request withoutBlock(Request first) {
        return Request.of(first.code(), Uploads.withoutBlock1(first.options()), NOTHING);
    }

    @Override
    public boolean isConfirmable() {
        return confirmable;
    }

    @Override
    public void respond(Response response, long nowNanos) {
        upload.respond(new Answer(response, null), nowNanos);
    }

    @Override
    public void respond(Response head, BodySource body, long nowNanos) {
        upload.respond(new Answer(head, body), nowNanos);
    }

    @Override
    public void reject(String reason, long nowNanos) {
        upload.reject();
    }
}
