package dev.pipit.coap.cache;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The responses stored for one request, the latest first: only that one may be fresh. */
final class CacheEntry {
    private static final int OVERHEAD_BYTES = 200;

    final CacheKey key;
    final CacheTarget target;
    private final List<StoredResponse> responses = new ArrayList<>(1);
    private long bytes;

    CacheEntry(CacheKey key, CacheTarget target) {
        this.key = key;
        this.target = target;
    }

    boolean isEmpty() {
        return responses.isEmpty();
    }

    /** The response to be used without asking. */
    @Nullable
    StoredResponse fresh(long nowNanos) {
        return !isEmpty() && responses.get(0).isFresh(nowNanos) ? responses.get(0) : null;
    }

    /** The responses that the server can be asked about. */
    List<StoredResponse> candidates() {
        return responses.stream().filter(StoredResponse::canBeValidated).toList();
    }

    /** None may be used without asking any more, and what cannot be validated goes; whether one could. */
    boolean markNotFresh() {
        boolean could = !isEmpty() && !responses.get(0).replaced();
        responses.removeIf(each -> !each.canBeValidated());
        responses.replaceAll(StoredResponse::notFresh);
        return could;
    }

    /** Adds the latest response, in the place of one with the same tag. */
    void add(StoredResponse latest, int maxRepresentations) {
        // RFC 7252 §5.6.1: "the new response invalidates the old response"
        markNotFresh();
        latest.response().etag().ifPresent(tag -> responses.removeIf(each -> each.hasTag(tag)));
        responses.add(0, latest);
        if (responses.size() > maxRepresentations) {
            responses.remove(responses.size() - 1);
        }
    }

    /** Memory that it takes, as counted last. */
    long bytes() {
        return bytes;
    }

    /** Counts its memory; the oldest responses go until it is not more than allowed. Gives the difference. */
    long recount(long maxBytes) {
        long before = bytes;
        while (count() > maxBytes && !isEmpty()) {
            responses.remove(responses.size() - 1);
        }
        return bytes - before;
    }

    private long count() {
        bytes = (long) OVERHEAD_BYTES + key.bytes();
        for (StoredResponse each : responses) {
            bytes += each.bytes();
        }
        return bytes;
    }
}
