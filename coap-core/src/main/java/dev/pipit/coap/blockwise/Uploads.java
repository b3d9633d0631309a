package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.BodySink;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.option.Uint;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.RequestPort;
import org.jspecify.annotations.Nullable;

/** Takes requests with Block1, as their receiver wants them: whole, streamed, or block by block (RFC 7959 §2.3, §2.5). */
final class Uploads {
    private final Transfers transfers;
    private final Responder responder;
    private final RequestPort.Receiver receiver;
    private long arrivals;

    Uploads(Transfers transfers, Responder responder, RequestPort.Receiver receiver) {
        this.transfers = transfers;
        this.responder = responder;
        this.receiver = receiver;
    }

    /** Hands a request to the receiver; a Block1 given here is confirmed in the response. */
    void pass(IncomingRequest incoming, Request request, @Nullable Block block1, long nowNanos) {
        pass(new BlockwiseRequest(responder, incoming, request, block1, incoming.ageNanos()), nowNanos);
    }

    private void pass(BlockwiseRequest request, long nowNanos) {
        receiver.handleRequest(request, nowNanos);
    }

    void handle(IncomingRequest incoming, Block block1, long nowNanos) {
        Request request = incoming.request();
        int length = request.payload().length;
        // RFC 7959 §2.3: "the payload length […] MUST match the size […] if the M bit is set"
        if (block1.more() ? length != block1.size() : length > block1.size()) {
            incoming.respond(
                    Response.error(Code.BAD_REQUEST, "block " + block1 + " with " + length + " bytes"), nowNanos);
            return;
        }
        TransferKey key = TransferKey.of(request);
        PeerTransfers own = transfers.find(incoming.peer());
        Upload upload = own == null ? null : own.upload(key);
        if (upload == null || block1.number() == 0) {
            receiver.admit(incoming, new Arrival(incoming, key, block1), nowNanos);
        } else if (upload instanceof StreamedUpload streamed) {
            streamed.handle(incoming, block1, nowNanos);
        } else if (upload instanceof CollectedUpload collected) {
            collect(incoming, collected, block1, nowNanos);
        }
    }

    private void collect(IncomingRequest incoming, CollectedUpload upload, Block block1, long nowNanos) {
        Request request = incoming.request();
        if (isTooLarge(request, block1, maxBodyBytes())) {
            drop(upload);
            refuseAsTooLarge(incoming, maxBodyBytes(), nowNanos);
        } else if (block1.more() && upload.isRepetition(block1.offset(), request.payload())) {
            confirm(incoming, block1, nowNanos);
        } else if (upload.isContinuedBy(block1.offset(), request)) {
            append(incoming, upload, block1, nowNanos);
        } else {
            drop(upload);
            refuseAsIncomplete(incoming, block1, upload.length(), nowNanos);
        }
    }

    /** A block of a body of which nothing is kept, until the receiver has said how it takes it. */
    private final class Arrival implements RequestPort.Admission {
        private final IncomingRequest incoming;
        private final TransferKey key;
        private final Block block1;
        private final long number = ++arrivals;

        Arrival(IncomingRequest incoming, TransferKey key, Block block1) {
            this.incoming = incoming;
            this.key = key;
            this.block1 = block1;
        }

        @Override
        public void takeWhole(long nowNanos) {
            if (!mayBegin(maxBodyBytes(), nowNanos)) {
                return;
            }
            Request request = incoming.request();
            if (!block1.more()) {
                Request whole = Request.of(request.code(), withoutBlock1(request.options()), request.payload());
                pass(incoming, whole, block1, nowNanos);
                return;
            }
            PeerTransfers own = transfers.of(incoming.peer());
            CollectedUpload upload = new CollectedUpload(own, key, request, maxBodyBytes(), number);
            upload.ageNanos = incoming.ageNanos();
            if (own.add(upload, nowNanos)) {
                append(incoming, upload, block1, nowNanos);
            } else {
                incoming.respond(Responder.NO_ROOM, nowNanos);
            }
        }

        @Override
        public void takeAlone(long nowNanos) {
            pass(incoming, incoming.request(), preferred(block1), nowNanos);
        }

        @Override
        public @Nullable IncomingRequest takeAsStream(BodySink sink, long maxBytes, long nowNanos) {
            if (!mayBegin(maxBytes, nowNanos)) {
                return null;
            }
            PeerTransfers own = transfers.of(incoming.peer());
            StreamedUpload.Start start = new StreamedUpload.Start(incoming.request(), number, sink, maxBytes);
            StreamedUpload upload = new StreamedUpload(Uploads.this, own, key, start);
            if (!own.add(upload, nowNanos)) {
                incoming.respond(Responder.NO_ROOM, nowNanos);
                return null;
            }
            upload.handle(incoming, block1, nowNanos);
            return new StreamedRequest(incoming, upload);
        }

        /** Whether a body begins here, in the place of one with the same key; if not, that is answered. */
        private boolean mayBegin(long most, long nowNanos) {
            PeerTransfers own = transfers.find(incoming.peer());
            Upload running = own == null ? null : own.upload(key);
            if (running != null && running.arrival > number) {
                // A later block 0 was admitted earlier; the body is that one's.
                refuseAsIncomplete(incoming, block1, 0, nowNanos);
                return false;
            }
            drop(running);
            if (isTooLarge(incoming.request(), block1, most)) {
                refuseAsTooLarge(incoming, most, nowNanos);
            } else if (block1.number() > 0) {
                refuseAsIncomplete(incoming, block1, 0, nowNanos);
            } else {
                return true;
            }
            return false;
        }
    }

    private int maxBodyBytes() {
        return transfers.config().maxBodyBytes();
    }

    private void append(IncomingRequest incoming, CollectedUpload upload, Block block1, long nowNanos) {
        Request request = incoming.request();
        if (!upload.owner.append(upload, request.payload(), nowNanos)) {
            drop(upload);
            incoming.respond(Responder.NO_ROOM, nowNanos);
        } else if (block1.more()) {
            confirm(incoming, block1, nowNanos);
        } else {
            drop(upload);
            Request whole = upload.assemble(request);
            pass(new BlockwiseRequest(responder, incoming, whole, block1, upload.ageNanos), nowNanos);
        }
    }

    /** The answer to the last block of a body that was streamed in. */
    void finish(IncomingRequest incoming, Answer answer, Block block1, long nowNanos) {
        Request request = incoming.request();
        Request whole = request.withOptions(withoutBlock1(request.options()));
        new BlockwiseRequest(responder, incoming, whole, block1, incoming.ageNanos()).respond(answer, nowNanos);
    }

    void confirm(IncomingRequest incoming, Block block1, long nowNanos) {
        incoming.respond(Response.of(Code.CONTINUE).with(StandardOptions.BLOCK1, preferred(block1)), nowNanos);
    }

    /** A block in blocks of the size that is preferred (RFC 7959 §2.5); the number stays that of the request. */
    private Block preferred(Block block1) {
        int exponent = Math.min(block1.sizeExponent(), transfers.config().sizeExponent());
        return new Block(block1.number(), block1.more(), exponent);
    }

    private static boolean isTooLarge(Request request, Block block1, long most) {
        return request.options().uint(StandardOptions.SIZE1, 0) > most
                || block1.offset() + request.payload().length > most;
    }

    static void refuseAsTooLarge(IncomingRequest incoming, long most, long nowNanos) {
        // RFC 7959 §2.9.3: the response SHOULD include Size1, the largest body that would be taken
        incoming.respond(
                Response.error(Code.REQUEST_ENTITY_TOO_LARGE, "at most " + most + " bytes")
                        .with(StandardOptions.SIZE1, Math.min(most, Uint.MAX)),
                nowNanos);
    }

    static void refuseAsIncomplete(IncomingRequest incoming, Block block1, long length, long nowNanos) {
        String problem = "block " + block1 + " (expected: " + length + " bytes before it, of the same format)";
        incoming.respond(Response.error(Code.REQUEST_ENTITY_INCOMPLETE, problem), nowNanos);
    }

    private static void drop(@Nullable Upload upload) {
        if (upload != null) {
            upload.owner.remove(upload);
        }
    }

    /** The options of a request with its whole body. */
    static Options withoutBlock1(Options options) {
        return options.filter(
                number -> number != StandardOptions.BLOCK1.number() && number != StandardOptions.SIZE1.number());
    }
}
