package dev.pipit.coap.server;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.resource.Filter;
import dev.pipit.coap.resource.Handler;
import dev.pipit.coap.resource.RequestContext;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets each peer make so many requests in a time, and answers what is more with 4.29 and the Max-Age after which it may
 * try again (RFC 8516 §3). Safe for use by any thread; one limiter may serve for several servers, which it then limits
 * together.
 *
 * <pre>{@code
 * CoapServer.builder().filter(RateLimiter.perPeer(10, Duration.ofSeconds(1)).burst(50))
 * }</pre>
 *
 * <p>A peer is who it has proved to be, or else its IP address, whatever the port. Counted are requests that reach a
 * handler, with their whole bodies, not notifications. Up to {@code burst} requests may come at once; they are given
 * back at the rate of the limit.
 *
 * <p>Answers are limited as well (RFC 8516 §3: "The server SHOULD rate-limit 4.29 replies"): a peer hears as many 4.29
 * as it may make requests, and beyond that nothing but acknowledgements.
 *
 * <p>Bounded: beyond {@code maxPeers} newcomers have one limit together, until one of those known has been quiet for so
 * long that it has its whole burst again.
 */
public final class RateLimiter implements Filter {
    private static final int DEFAULT_MAX_PEERS = 10_000;
    private static final long SECOND = 1_000_000_000L;

    private final long nanosEach;
    private final int burst;
    private final int maxPeers;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);
    private final Bucket strangers = new Bucket();

    private RateLimiter(long nanosEach, int burst, int maxPeers, LongSupplier nanoTime) {
        this.nanosEach = nanosEach;
        this.burst = burst;
        this.maxPeers = maxPeers;
        this.nanoTime = nanoTime;
    }

    /**
     * Lets each peer make so many requests in a period, and as many at once.
     *
     * @throws IllegalArgumentException if it is less than one request, or no time
     */
    public static RateLimiter perPeer(int requests, Duration period) {
        require(requests >= 1, "requests", requests, "at least 1");
        boolean fine = period.compareTo(Duration.ofDays(365)) <= 0 && period.toNanos() >= requests;
        require(fine, "period", period, "up to a year, and at least 1 ns for each request");
        return new RateLimiter(period.toNanos() / requests, requests, DEFAULT_MAX_PEERS, System::nanoTime);
    }

    /** This limiter, with another number of requests that may come at once; at least 1. Starts anew. */
    public RateLimiter burst(int requests) {
        require(
                requests >= 1 && nanosEach <= Long.MAX_VALUE / 4 / requests,
                "burst",
                requests,
                "at least 1, and given back within 73 years");
        return new RateLimiter(nanosEach, requests, maxPeers, nanoTime);
    }

    /** This limiter, for so many peers at a time, 10,000 by default; at least 1. Starts anew. */
    public RateLimiter maxPeers(int peers) {
        require(peers >= 1, "maxPeers", peers, "at least 1");
        return new RateLimiter(nanosEach, burst, peers, nanoTime);
    }

    /** This limiter with another clock, which gives nanoseconds and never goes back. Starts anew. */
    public RateLimiter clock(LongSupplier nanos) {
        return new RateLimiter(nanosEach, burst, maxPeers, nanos);
    }

    private static void require(boolean fine, String name, Object value, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    @Override
    public Reply filter(RequestContext context, Handler next) throws Exception {
        if (context.isNotification()) {
            return next.handle(context);
        }
        long wait = waitFor(keyOf(context.peer()), nanoTime.getAsLong());
        if (wait == 0) {
            return next.handle(context);
        }
        return wait < 0
                ? Response.NONE
                : Response.error(Code.TOO_MANY_REQUESTS, "").maxAge((wait + SECOND - 1) / SECOND);
    }

    private static String keyOf(Peer peer) {
        // The text of an identity is the same over all its associations: a new one does not begin with a fresh budget.
        // That of an address can be told apart by order, where the hash of the address itself is what the peer likes.
        return peer.identity().isSecure()
                ? peer.identity().toString()
                : "/" + peer.address().getAddress().getHostAddress();
    }

    /** 0 where a request may pass, else how long until the next may; -1 where that has been said often enough. */
    private synchronized long waitFor(String peer, long nowNanos) {
        Bucket bucket = bucketOf(peer, nowNanos);
        long wait = bucket.requests.take(nowNanos);
        return wait == 0 || bucket.refusals.take(nowNanos) == 0 ? wait : -1;
    }

    private Bucket bucketOf(String peer, long nowNanos) {
        Bucket known = buckets.get(peer);
        if (known != null) {
            return known;
        }
        if (buckets.size() >= maxPeers) {
            Iterator<Bucket> longestQuietFirst = buckets.values().iterator();
            if (!longestQuietFirst.next().isFull(nowNanos)) {
                return strangers;
            }
            longestQuietFirst.remove();
        }
        Bucket made = new Bucket();
        buckets.put(peer, made);
        return made;
    }

    /** How many peers have a limit of their own. */
    synchronized int peers() {
        return buckets.size();
    }

    /** What one peer has left. */
    private final class Bucket {
        private final Tokens requests = new Tokens();
        private final Tokens refusals = new Tokens();

        boolean isFull(long nowNanos) {
            return requests.isFull(nowNanos) && refusals.isFull(nowNanos);
        }
    }

    /** A token bucket, as the time at which it will be full. */
    private final class Tokens {
        private boolean used;
        private long fullAtNanos;

        boolean isFull(long nowNanos) {
            return !used || fullAtNanos - nowNanos <= 0;
        }

        /** Takes one: 0; or where there is none, how long until there is. */
        long take(long nowNanos) {
            long after = (isFull(nowNanos) ? nowNanos : fullAtNanos) + nanosEach;
            long missing = after - nowNanos - nanosEach * burst;
            if (missing > 0) {
                return missing;
            }
            used = true;
            fullAtNanos = after;
            return 0;
        }
    }
}
