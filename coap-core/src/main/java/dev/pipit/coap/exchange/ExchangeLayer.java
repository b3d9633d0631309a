package dev.pipit.coap.exchange;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.message.AssociationLostException;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.HopLimit;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.OptionRegistry;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.MessagePort;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.timer.DeadlineQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Matches responses to requests by token and peer (RFC 7252 §5.3.2), and turns away what carries a critical option
 * that is not understood (§5.4.1).
 */
public final class ExchangeLayer implements RequestPort, MessagePort.Receiver {
    private final MessagePort port;
    private final OptionRegistry options;
    private final int maxExchanges;
    private final DeadlineQueue deadlines;
    private final RandomGenerator random;
    private final Counters counters;
    private final Map<Token, ClientExchange> exchanges = new HashMap<>();
    private final RetiredTokens retired = new RetiredTokens();
    private @Nullable Receiver receiver;
    private @Nullable StatelessReceiver stateless;
    private int maxTokenLength = Token.MAX_LENGTH;
    private int observing;

    /**
     * A layer over a message port.
     *
     * @param options the options that this endpoint understands
     * @param maxExchanges how many requests may wait for a response
     * @param random tokens: to be unguessable where responses are not authenticated (RFC 7252 §5.3.1)
     */
    public ExchangeLayer(
            MessagePort port,
            OptionRegistry options,
            int maxExchanges,
            DeadlineQueue deadlines,
            RandomGenerator random,
            Counters counters) {
        this.port = port;
        this.options = options;
        this.maxExchanges = maxExchanges;
        this.deadlines = deadlines;
        this.random = random;
        this.counters = counters;
    }

    /** Connects the layer that serves requests; without one, requests are rejected. */
    public void receiver(Receiver receiver) {
        this.receiver = receiver;
    }

    /** The longest token taken, in bytes: requests with a longer one are answered 4.00 (RFC 8974 §2.2.2). */
    public void maxTokenLength(int bytes) {
        maxTokenLength = bytes;
    }

    /** Takes the responses to what {@link #sendStateless} sent. */
    @FunctionalInterface
    public interface StatelessReceiver {
        /**
         * A response with a token that no exchange waits for.
         *
         * @return whether the token is one of the receiver's, and counts; if not, the response is rejected
         */
        boolean handleResponse(PeerSlot peer, Token token, Response response, long nowNanos);
    }

    /** Connects who takes the responses to requests that nothing is kept of. */
    public void stateless(StatelessReceiver value) {
        stateless = value;
    }

    /**
     * Sends a request and keeps nothing of it (RFC 8974 §3). It is non-confirmable, as retransmission needs state
     * (§3.3); PROBING_RATE holds it back where the peer is silent.
     */
    public void sendStateless(PeerSlot peer, Token token, Request request, SendOptions sendOptions, long nowNanos) {
        counters.count(Counter.REQUESTS_SENT);
        StatelessRequest sent = new StatelessRequest();
        sent.delivery(port.send(peer, token, request, sendOptions.nonConfirmable(), sent, nowNanos), nowNanos);
    }

    @Override
    public OutgoingRequest send(
            PeerSlot peer, Request request, SendOptions sendOptions, ResponseListener listener, long nowNanos) {
        Token chosen = sendOptions.token();
        Token token = chosen == null ? newToken() : chosen;
        ClientExchange exchange = new ClientExchange(this, peer, token, request, sendOptions, listener);
        if (exchanges.size() >= maxExchanges) {
            counters.count(Counter.QUEUE_FULL);
            exchange.onFailure(
                    new QueueFullException(exchanges.size()
                            + " requests wait for a response already (expected: at most " + maxExchanges + ")"),
                    nowNanos);
            return exchange;
        }
        // RFC 7252 §5.3.1: tokens are unique among those in use with one peer; here among all.
        if (retired.contains(token, nowNanos) || exchanges.putIfAbsent(token, exchange) != null) {
            counters.count(Counter.QUEUE_FULL);
            exchange.onFailure(
                    new QueueFullException("token \"" + token
                            + "\": a request with it may get its response yet (expected: one that is not in use)"),
                    nowNanos);
            return exchange;
        }
        counters.count(Counter.REQUESTS_SENT);
        deadlines.schedule(exchange, nowNanos + sendOptions.timeoutNanos());
        exchange.delivery(port.send(peer, token, request, sendOptions, exchange, nowNanos), nowNanos);
        return exchange;
    }

    private Token newToken() {
        // RFC 7252 §5.3.1: tokens in use are unique, and "a nontrivial, randomized token" guards against spoofing
        Token token = Token.ofLong(random.nextLong());
        while (exchanges.containsKey(token)) {
            token = Token.ofLong(random.nextLong());
        }
        return token;
    }

    /** A request was left without a response that may still come. */
    void retire(Token token, SendOptions options, long nowNanos) {
        retired.add(token, options, nowNanos);
    }

    /** An exchange has until then. */
    void await(ClientExchange exchange, long untilNanos) {
        deadlines.schedule(exchange, untilNanos);
    }

    void remove(ClientExchange exchange) {
        deadlines.cancel(exchange);
        if (exchanges.remove(exchange.token(), exchange) && exchange.isObserving()) {
            observing--;
        }
    }

    /** An exchange has had its first response, and waits for notifications without end. */
    void keep(ClientExchange exchange) {
        deadlines.cancel(exchange);
        observing++;
    }

    @Override
    public boolean handleResponse(PeerSlot peer, Token token, Response response, long nowNanos) {
        ClientExchange exchange = exchanges.get(token);
        if (exchange == null && stateless != null) {
            return options.unacceptableInResponse(response.options()).isEmpty()
                    && stateless.handleResponse(peer, token, response, nowNanos);
        }
        // RFC 7252 §5.3.2: "The source endpoint of the response MUST be the same as the destination endpoint of the
        // original request."
        if (exchange == null || exchange.peer() != peer || !isAcceptable(response, exchange.request())) {
            return false;
        }
        counters.count(Counter.RESPONSES_RECEIVED);
        if (response.options().has(StandardOptions.OBSERVE)
                && exchange.request().options().uint(StandardOptions.OBSERVE, 0) == 1) {
            // A notification that was on its way is not the answer to the deregistration: RFC 7641 §4.1, that has no
            // Observe option.
            return true;
        }
        exchange.handleResponse(response, nowNanos);
        return true;
    }

    private boolean isAcceptable(Response response, Request request) {
        OptionalInt unacceptable = options.unacceptableInResponse(response.options());
        if (unacceptable.isEmpty()) {
            return true;
        }
        // Some servers send the option that they refuse back in their 4.02; who sent it knows it.
        return !response.isSuccess()
                && request.options().has(unacceptable.getAsInt())
                && options.unacceptableInResponse(without(response.options(), request.options()))
                        .isEmpty();
    }

    private static Options without(Options options, Options known) {
        return options.filter(number -> !known.has(number));
    }

    @Override
    public void handleRequest(IncomingRequest received, long nowNanos) {
        if (receiver == null) {
            received.reject("this endpoint serves no requests", nowNanos);
            return;
        }
        IncomingRequest incoming = SelectiveRequest.of(received, counters);
        Options carried = incoming.request().options();
        OptionalInt unacceptable = options.unacceptableInRequest(carried);
        if (incoming.token().length() > maxTokenLength) {
            // RFC 8974 §2.2.2: a server that supports extended tokens "MUST NOT reject the message"; where it "will
            // never be able to handle the request (e.g., because the token is too large), it SHOULD return a 4.00"
            String problem = "token of " + incoming.token().length() + " bytes (expected: at most " + maxTokenLength;
            incoming.respond(Response.error(Code.BAD_REQUEST, problem + ")"), nowNanos);
        } else if (unacceptable.isPresent()) {
            refuse(incoming, unacceptable.getAsInt(), nowNanos);
        } else if (!HopLimit.isLegal(carried)) {
            // RFC 8768 §3: "CoAP requests received with a Hop-Limit option set to '0' or greater than '255' MUST be
            // rejected by a CoAP server/proxy using 4.00 (Bad Request)."
            counters.count(Counter.BAD_OPTIONS);
            incoming.respond(Response.error(Code.BAD_REQUEST, "Hop-Limit (expected: 1-255)"), nowNanos);
        } else if (carried.has(StandardOptions.PROXY_URI) || carried.has(StandardOptions.PROXY_SCHEME)) {
            // RFC 7252 §5.10.2: an endpoint "unwilling or unable to act as a proxy" answers 5.05
            counters.count(Counter.BAD_OPTIONS);
            incoming.respond(Response.of(Code.PROXYING_NOT_SUPPORTED), nowNanos);
        } else {
            counters.count(Counter.REQUESTS_RECEIVED);
            receiver.handleRequest(incoming, nowNanos);
        }
    }

    private String describe(int number) {
        return "option " + options.find(number).map(Object::toString).orElse(Integer.toString(number))
                + " is unknown, repeated, of illegal length or out of place here";
    }

    private void refuse(IncomingRequest incoming, int number, long nowNanos) {
        String reason = describe(number);
        if (incoming.isConfirmable()) {
            // RFC 7252 §5.4.1: an unrecognized critical option in a CON request "MUST cause the return of a 4.02 (Bad
            // Option) response. This response SHOULD include a diagnostic payload"
            counters.count(Counter.BAD_OPTIONS);
            incoming.respond(SelectiveRequest.badOption(incoming.request(), number, reason), nowNanos);
        } else {
            // RFC 7252 §5.4.1: in a Non-confirmable message it "MUST cause the message to be rejected"
            incoming.reject(reason, nowNanos);
        }
    }

    /** How many requests wait for a response. */
    public int waiting() {
        return exchanges.size() - observing;
    }

    /** The peer is no longer known, or no longer who it was: nobody else may answer what it was asked. */
    public void forget(PeerSlot peer, long nowNanos) {
        if (!peer.isPinned()) {
            return;
        }
        for (ClientExchange exchange : new ArrayList<>(exchanges.values())) {
            if (exchange.peer() == peer) {
                exchange.onFailure(
                        new AssociationLostException(
                                "the association with " + peer + " is over: " + exchange.request()),
                        nowNanos);
            }
        }
    }

    /** Fails every request that waits. */
    public void failAll(CoapException failure, long nowNanos) {
        for (ClientExchange exchange : new ArrayList<>(exchanges.values())) {
            exchange.onFailure(failure, nowNanos);
        }
    }
}
