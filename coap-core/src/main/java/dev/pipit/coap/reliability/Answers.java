package dev.pipit.coap.reliability;

import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.MessagePort.DeliveryListener;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;

/** How requests are answered, and what is remembered of the answers for duplicates. */
final class Answers {
    static final DeliveryListener NOBODY = new DeliveryListener() {
        @Override
        public void onAcknowledged(long nowNanos) {}

        @Override
        public void onFailure(CoapException failure, long nowNanos) {}
    };

    private final Outgoing outgoing;
    private final Wire wire;
    private final DuplicateFilter duplicates;
    private final PiggybackWindows piggybackWindows;
    private int unanswered;

    Answers(Outgoing outgoing) {
        this.outgoing = outgoing;
        this.wire = outgoing.wire();
        this.duplicates =
                new DuplicateFilter(outgoing.config().maxDuplicateBytes(), wire.counters(), outgoing.random());
        this.piggybackWindows =
                new PiggybackWindows(outgoing.config().piggybackWindow().toNanos());
    }

    /** Whether a message came before, and what is to be done about it. */
    enum Duplicate {
        /** It did not. */
        NO,
        /** It did, and is dealt with. */
        DONE,
        /** It did, and is to be handled again, as its answer can be given again but has not been kept. */
        TO_BE_REPEATED
    }

    /** Deals with a message that came before. */
    Duplicate handleDuplicate(PeerTraffic traffic, int messageId, long nowNanos) {
        int entry = duplicates.find(traffic, messageId, nowNanos);
        if (entry == DuplicateFilter.NONE) {
            return Duplicate.NO;
        }
        wire.counters().count(Counter.DUPLICATES);
        if (duplicates.isRepeatable(entry)) {
            return Duplicate.TO_BE_REPEATED;
        }
        UdpRequest unanswered = duplicates.waiting(entry);
        if (unanswered != null) {
            // The client has begun to repeat itself; an empty acknowledgement stops that.
            if (!unanswered.handleRepetition(nowNanos)) {
                acknowledge(unanswered);
            }
            return Duplicate.DONE;
        }
        byte[] datagram = duplicates.answer(entry);
        if (datagram.length > 0) {
            // RFC 7252 §4.5: "The recipient SHOULD acknowledge each duplicate copy of a Confirmable message using the
            // same Acknowledgement or Reset message"
            wire.resend(traffic.peer(), datagram);
        }
        return Duplicate.DONE;
    }

    /** Remembers a request that is about to be processed. */
    void remember(UdpRequest request, long nowNanos) {
        unanswered++;
        duplicates.add(request.traffic(), request.messageId(), nowNanos, lifetime(request.isConfirmable()));
    }

    /** Waits for the response to a confirmable request, within the piggyback window. */
    void await(UdpRequest request, long nowNanos) {
        duplicates.await(request.traffic(), request.messageId(), request);
        piggybackWindows.open(request, nowNanos);
    }

    /** Acknowledges a CON response, or resets it; a NON response is only remembered. */
    void answerResponse(PeerTraffic traffic, MessageType type, int messageId, boolean wanted, long nowNanos) {
        duplicates.add(traffic, messageId, nowNanos, lifetime(type == MessageType.CON));
        if (type == MessageType.CON) {
            MessageType answer = wanted ? MessageType.ACK : MessageType.RST;
            duplicates.answer(traffic, messageId, wire.sendEmpty(traffic.peer(), answer, messageId));
        }
    }

    private long lifetime(boolean confirmable) {
        TransmissionParameters transmission = outgoing.config().transmission();
        return confirmable ? transmission.exchangeLifetimeNanos() : transmission.nonLifetimeNanos();
    }

    /** The first answer to a request: in the acknowledgement of a CON, as NON to a NON (RFC 7252 §5.2.1, §5.2.3). */
    void respond(UdpRequest request, Response response, DeliveryListener listener, long nowNanos) {
        Response fitting = fit(request, response);
        wire.counters().count(Counter.RESPONSES_SENT);
        if (request.isConfirmable()) {
            byte[] datagram = wire.send(request.peer(), MessageType.ACK, request.messageId(), request.token(), fitting);
            if (request.isRepeatable()) {
                duplicates.repeat(request.traffic(), request.messageId());
            } else {
                duplicates.answer(request.traffic(), request.messageId(), datagram);
            }
            return;
        }
        respondNon(request, fitting, listener, nowNanos);
    }

    /** An answer that is not sent again by itself, to a request that may have been acknowledged already. */
    void respondOnce(UdpRequest request, Response response, boolean acknowledged, long nowNanos) {
        if (acknowledged) {
            wire.counters().count(Counter.RESPONSES_SENT);
            respondNon(request, fit(request, response), NOBODY, nowNanos);
        } else {
            respond(request, response, NOBODY, nowNanos);
        }
    }

    private void respondNon(UdpRequest request, Response fitting, DeliveryListener listener, long nowNanos) {
        int messageId = outgoing.sender(request.traffic()).takeMessageId(nowNanos);
        if (messageId == MessageIds.NONE) {
            // RFC 7252 §4.4 forbids using an ID again so early; what is non-confirmable may get lost.
            wire.counters().count(Counter.QUEUE_FULL);
            return;
        }
        wire.send(request.peer(), MessageType.NON, messageId, request.token(), fitting);
        if (listener != NOBODY) {
            outgoing.sender(request.traffic()).rememberNon(messageId, listener, nowNanos);
        }
    }

    /** The answer to a request that has been acknowledged: a CON of its own (RFC 7252 §5.2.2). */
    MessagePort.Delivery respondSeparately(
            UdpRequest request, Response response, DeliveryListener listener, long nowNanos) {
        wire.counters().count(Counter.RESPONSES_SENT);
        SendOptions options = SendOptions.confirmable(outgoing.config().transmission());
        return outgoing.send(request.traffic(), request.token(), fit(request, response), options, listener, nowNanos);
    }

    private Response fit(UdpRequest request, Response response) {
        int length = MessageEncoder.length(request.token(), response);
        int most = outgoing.maxMessageBytes(request.peer());
        if (length <= most) {
            return response;
        }
        String problem = "response of " + length + " bytes (expected: at most " + most + ")";
        wire.rejected(request.peer(), Counter.TOO_LARGE, problem);
        return Response.error(Code.INTERNAL_SERVER_ERROR, problem);
    }

    /** Sends the empty acknowledgement of a request that waits for its response. */
    void acknowledge(UdpRequest request) {
        if (request.markAcknowledged()) {
            sendAcknowledgement(request);
        }
    }

    private void sendAcknowledgement(UdpRequest request) {
        byte[] datagram = wire.sendEmpty(request.peer(), MessageType.ACK, request.messageId());
        // RFC 7252 §4.2: kept, so that a repeated request is acknowledged even when its response is through.
        duplicates.answer(request.traffic(), request.messageId(), datagram);
    }

    /** Ends a request that gets no response: a CON is to be acknowledged nevertheless (RFC 7252 §4.2). */
    void suppress(UdpRequest request) {
        if (request.isConfirmable()) {
            sendAcknowledgement(request);
        }
    }

    /** Rejects a request: CON with a Reset, NON with silence (RFC 7252 §4.2, §4.3). */
    void reject(UdpRequest request, String reason) {
        wire.rejected(request.peer(), Counter.BAD_OPTIONS, reason);
        if (request.isConfirmable()) {
            byte[] datagram = wire.sendEmpty(request.peer(), MessageType.RST, request.messageId());
            duplicates.answer(request.traffic(), request.messageId(), datagram);
        }
    }

    void forget(PeerTraffic traffic) {
        duplicates.removeAll(traffic);
    }

    void handleTimeout(long nowNanos) {
        for (UdpRequest due = piggybackWindows.poll(nowNanos); due != null; due = piggybackWindows.poll(nowNanos)) {
            if (!due.isAcknowledgementHeld()) {
                acknowledge(due);
            }
        }
        if (duplicates.nextDeadline() <= nowNanos) {
            duplicates.handleTimeout(nowNanos);
        }
    }

    long nextDeadline() {
        return Math.min(piggybackWindows.nextDeadline(), duplicates.nextDeadline());
    }

    /** A request has its answer, whatever it was. */
    void markAnswered() {
        unanswered--;
    }

    /** How many requests wait for their answer. */
    int unanswered() {
        return unanswered;
    }

    /** How many messages are remembered. */
    int remembered() {
        return duplicates.size();
    }
}
