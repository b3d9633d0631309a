package dev.pipit.coap.client;

import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.StandardOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Slows a client down where a server asks for it: waits as long as Max-Age says after a 4.29 Too Many Requests (RFC 8516
 * §4), or a 5.03 Service Unavailable with Max-Age (RFC 7252 §5.9.3.4), and sends the request again. Similar requests
 * wait meanwhile; they go one after the other until one has another answer. Safe for use by any thread.
 *
 * <pre>{@code
 * CoapClient.builder().filter(BackOff.attempts(3)).build()
 * }</pre>
 *
 * <p>The request's timeout counts for each attempt; the time between them comes on top. Where Max-Age is longer than
 * {@link #maxWait} nobody waits: the request has that response, and similar ones have it as well, unsent, until Max-Age
 * is over. A request whose body streams and cannot be read again is not sent again. Of an observation the first
 * registration is held back so.
 *
 * <p>Bounded: at most 1024 kinds of requests are held back, and at most 1024 requests wait; beyond that a response is
 * given as it is.
 */
public final class BackOff implements ClientFilter {
    private static final int LIMIT = 1024;

    private final int attempts;
    private final Duration maxWait;
    private final Function<ClientCall, Object> similarity;
    private final Map<Object, Pause> pauses = new HashMap<>(); // guarded by this, as all pauses are
    private int waiting;

    private BackOff(int attempts, Duration maxWait, Function<ClientCall, Object> similarity) {
        this.attempts = attempts;
        this.maxWait = maxWait;
        this.similarity = similarity;
    }

    /**
     * Sends a request so many times at most, the first included, and waits 60 s at most before each.
     *
     * @throws IllegalArgumentException if it is less than one
     */
    public static BackOff attempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: " + attempts + " (expected: at least 1)");
        }
        return new BackOff(attempts, Duration.ofSeconds(60), BackOff::methodAndUri);
    }

    /** The longest that a request waits before it is sent again. Starts anew. */
    public BackOff maxWait(Duration value) {
        return new BackOff(attempts, value, similarity);
    }

    /**
     * What makes requests similar: equal keys. By default they have the same method and URI (RFC 8516 §1: beyond that
     * "it is up to the application logic to decide"). Starts anew.
     */
    public BackOff similarBy(Function<ClientCall, Object> key) {
        return new BackOff(attempts, maxWait, key);
    }

    private record MethodAndUri(Code method, CoapUri uri, List<String> query) {}

    private static Object methodAndUri(ClientCall call) {
        return new MethodAndUri(
                call.request().code(), call.uri(), call.request().query());
    }

    @Override
    public CompletableFuture<Response> filter(ClientCall call, Next next) {
        RetriedCall retried = new RetriedCall(this, similarity.apply(call), call, next);
        admit(retried);
        return retried;
    }

    /** Sends a request, or has it wait where similar ones do. */
    private void admit(RetriedCall call) {
        Response known = null;
        synchronized (this) {
            Pause pause = pauses.get(call.key());
            if (pause != null && pause.isLong() && pause.isOn) {
                known = pause.reason;
            } else if (pause != null && (pause.isOn || !pause.waiting.isEmpty())) {
                if (hold(pause, call)) {
                    return;
                }
                known = pause.reason;
            }
        }
        if (known == null) {
            call.send();
        } else {
            call.complete(known);
        }
    }

    private boolean hold(Pause pause, RetriedCall call) {
        if (waiting >= LIMIT) {
            return false;
        }
        waiting++;
        pause.waiting.add(call);
        return true;
    }

    /** A response came: given to the application, or the reason to wait. */
    void handleResponse(RetriedCall call, Response response) {
        boolean held = false;
        if (asksToWait(response)) {
            held = begin(call, response);
        } else {
            release(call.key(), true);
        }
        if (!held) {
            call.complete(response);
        }
    }

    /** No response came; who waits is not to wait for ever. */
    void handleFailure(RetriedCall call) {
        release(call.key(), true);
    }

    private static boolean asksToWait(Response response) {
        // RFC 8516 §4: without Max-Age "the default value (60 seconds […]) is assumed"
        return response.maxAge() > 0
                && (response.code() == Code.TOO_MANY_REQUESTS
                        || response.code() == Code.SERVICE_UNAVAILABLE
                                && response.options().has(StandardOptions.MAX_AGE));
    }

    /** Begins a pause, or another one; whether the call is held for when it is over. */
    private boolean begin(RetriedCall call, Response reason) {
        Pause pause;
        boolean held;
        boolean starts;
        synchronized (this) {
            pause = pauses.get(call.key());
            if (pause == null) {
                if (pauses.size() >= LIMIT) {
                    return false;
                }
                pause = new Pause();
                pauses.put(call.key(), pause);
            }
            starts = !pause.isOn;
            pause.isOn = true;
            pause.reason = starts ? reason : pause.reason;
            held = !pause.isLong() && call.maySendAgain(attempts) && hold(pause, call);
        }
        if (starts) {
            // RFC 8516 §4: "it SHOULD NOT send a similar request to the server before the time indicated in the Max-Age
            // option has passed"
            call.later(Duration.ofSeconds(reason.maxAge()), () -> release(call.key(), false));
            if (pause.isLong()) {
                giveUpWaiting(pause);
            }
        }
        return held;
    }

    private void giveUpWaiting(Pause pause) {
        List<RetriedCall> all;
        synchronized (this) {
            all = List.copyOf(pause.waiting);
            waiting -= all.size();
            pause.waiting.clear();
        }
        all.forEach(each -> each.complete(pause.reason));
    }

    /** Sends one of those that wait, to see whether the server takes it; after a good answer, all of them. */
    private void release(Object key, boolean answered) {
        RetriedCall first = null;
        List<RetriedCall> all = List.of();
        synchronized (this) {
            Pause pause = pauses.get(key);
            if (pause == null || answered && pause.isOn) {
                return;
            }
            pause.isOn = false;
            pause.waiting.removeIf(call -> {
                waiting -= call.isDone() ? 1 : 0;
                return call.isDone();
            });
            if (answered) {
                all = List.copyOf(pause.waiting);
                pause.waiting.clear();
                waiting -= all.size();
            } else {
                first = pause.waiting.poll();
                waiting -= first == null ? 0 : 1;
            }
            if (pause.waiting.isEmpty()) {
                pauses.remove(key);
            }
        }
        if (first != null) {
            first.send();
        }
        all.forEach(RetriedCall::send);
    }

    /** How many kinds of requests are held back. */
    synchronized int pauses() {
        return pauses.size();
    }

    /** How many requests wait. */
    synchronized int waiting() {
        return waiting;
    }

    /** The time during which similar requests are not sent, and those that wait for its end. */
    private final class Pause {
        private final Queue<RetriedCall> waiting = new ArrayDeque<>();
        private Response reason = Response.NONE;
        private boolean isOn;

        boolean isLong() {
            return Duration.ofSeconds(reason.maxAge()).compareTo(maxWait) > 0;
        }
    }
}
