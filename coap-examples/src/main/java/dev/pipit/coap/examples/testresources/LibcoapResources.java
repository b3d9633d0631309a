package dev.pipit.coap.examples.testresources;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.resource.Handler;
import dev.pipit.coap.resource.Observers;
import dev.pipit.coap.resource.RequestContext;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceTree;
import dev.pipit.coap.resource.ResponseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What libcoap's example server offers, because the world's scripts use it: {@code /time} with a notification each
 * second, {@code /async?N}, {@code /example_data} of any size, and any other path once it has been PUT. (Its {@code /}
 * is the index.)
 */
public final class LibcoapResources {
    /** How many paths can be made by PUT. */
    public static final int MAX_PUT = 100;

    /** How many bytes in all. */
    public static final int MAX_PUT_BYTES = 16 << 20;

    private static final Duration TICK = Duration.ofSeconds(1);

    /** A little more than a tick, since a notification that comes late by nothing must not find the state stale. */
    private static final long MAX_AGE_SECONDS = 2;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ROOT);

    private final Clock clock;
    private final Clockwork clockwork;
    private final Observers timeObservers = Observers.create();
    private final ContentStore put = new ContentStore(MAX_PUT, MAX_PUT_BYTES); // guarded by itself
    private volatile @Nullable Duration clockOffset = Duration.ZERO;

    /** Resources that tell the time of a clock; they notify by the clockwork. */
    public LibcoapResources(Clock clock, Clockwork clockwork) {
        this.clock = clock;
        this.clockwork = clockwork;
    }

    /** Adds them. */
    public void addTo(ResourceTree tree) {
        tree.add(
                "/time",
                Resource.builder()
                        .get(this::time)
                        .fetch(this::time)
                        .put(this::setTime)
                        .delete(this::deleteTime)
                        .resourceType("ticks")
                        .observable(timeObservers)
                        .build());
        clockwork.every(TICK, timeObservers::changedConfirmably);
        tree.add("/async", Resource.builder().getAsync(this::async).build());
        tree.add("/example_data", new ExampleData().resource());
        tree.add("/{path*}", anyPath());
    }

    private Response time(RequestContext context) {
        Duration offset = clockOffset;
        if (offset == null) {
            throw new ResponseException(Code.NOT_FOUND, "the time was deleted");
        }
        Instant now = clock.instant().plus(offset);
        boolean ticks = context.request().query().contains("ticks")
                || context.request().text().equals("ticks");
        return Response.content(
                        ticks
                                ? Long.toString(now.getEpochSecond())
                                : TIME.format(ZonedDateTime.ofInstant(now, clock.getZone())))
                .maxAge(MAX_AGE_SECONDS);
    }

    /** Sets the seconds since 1970; back to the true time where there is no payload. */
    private Response setTime(RequestContext context) {
        String seconds = context.request().text().strip();
        if (!seconds.matches("[0-9]{0,11}")) {
            throw new ResponseException(Code.BAD_REQUEST, "time: not a number (expected: seconds since 1970)");
        }
        Response response = clockOffset == null ? Response.created() : Response.changed();
        clockOffset = seconds.isEmpty()
                ? Duration.ZERO
                : Duration.between(clock.instant(), Instant.ofEpochSecond(Long.parseLong(seconds)));
        timeObservers.changedConfirmably();
        return response;
    }

    private Response deleteTime(RequestContext context) {
        clockOffset = null;
        timeObservers.changedConfirmably();
        return Response.deleted();
    }

    /** A response after as many seconds as the query says, 5 where it does not. */
    private CompletableFuture<Response> async(RequestContext context) {
        String seconds = context.request().query().stream().findFirst().orElse("5");
        if (!seconds.matches("[0-9]{1,2}")) {
            throw new ResponseException(Code.BAD_REQUEST, "seconds: \"" + seconds + "\" (expected: 0-99)");
        }
        return clockwork.later(Duration.ofSeconds(Long.parseLong(seconds)), Response.content("done"));
    }

    /** Every path that nothing else is at. What is put there is not listed. */
    private Resource anyPath() {
        return Resource.builder()
                .conditional()
                .get(conditional(this::get))
                .put(conditional(this::put))
                .delete(conditional(this::delete))
                .build();
    }

    /** With the conditions checked, and nothing changed between that and the work. */
    private Handler conditional(Handler work) {
        return context -> {
            synchronized (put) {
                StoredContent content = put.get(context.request().pathSegments());
                context.checkPreconditions(content == null ? null : EntityTag.EMPTY);
                return work.handle(context);
            }
        };
    }

    private Response get(RequestContext context) {
        StoredContent content = put.get(context.request().pathSegments());
        if (content == null) {
            throw new ResponseException(Code.NOT_FOUND, "");
        }
        return content.response();
    }

    private Response put(RequestContext context) {
        List<String> path = context.request().pathSegments();
        StoredContent content = StoredContent.of(context.request());
        if (!put.hasRoomFor(path, content)) {
            throw new ResponseException(
                    Code.FORBIDDEN, "at most " + MAX_PUT + " paths and " + MAX_PUT_BYTES + " bytes; DELETE one first");
        }
        return put.put(path, content) ? Response.changed() : Response.created();
    }

    private Response delete(RequestContext context) {
        put.remove(context.request().pathSegments());
        return Response.deleted();
    }
}
