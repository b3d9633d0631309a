package dev.pipit.coap.examples.testresources;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.resource.Handler;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What libcoap's example server offers, because the world's scripts use it: {@code /time}, {@code /async?N},
 * {@code /example_data}, and any other path once it has been PUT. (Its {@code /} is the index.)
 */
public final class LibcoapResources {
    /** How many paths can be made by PUT. */
    public static final int MAX_PUT = 100;

    private static final int EXAMPLE_BYTES = 1500;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ROOT);

    private final Clock clock;
    private final Map<List<String>, StoredContent> put = new ConcurrentHashMap<>();
    private volatile StoredContent example = StoredContent.text(exampleData());
    private volatile @Nullable Duration clockOffset = Duration.ZERO;

    /** Resources that tell the time of a clock. */
    public LibcoapResources(Clock clock) {
        this.clock = clock;
    }

    private static String exampleData() {
        StringBuilder text = new StringBuilder(EXAMPLE_BYTES);
        while (text.length() < EXAMPLE_BYTES) {
            text.append((char) ('a' + text.length() % 26));
        }
        return text.toString();
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
                        .build());
        tree.add("/async", Resource.builder().getAsync(LibcoapResources::async).build());
        tree.add(
                "/example_data",
                Resource.builder()
                        .get(context -> example.response())
                        .put(this::putExample)
                        .build());
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
                .maxAge(1);
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
        return response;
    }

    private Response deleteTime(RequestContext context) {
        clockOffset = null;
        return Response.deleted();
    }

    /** A response after as many seconds as the query says, 5 where it does not. */
    private static CompletableFuture<Response> async(RequestContext context) {
        String seconds = context.request().query().stream().findFirst().orElse("5");
        if (!seconds.matches("[0-9]{1,2}")) {
            throw new ResponseException(Code.BAD_REQUEST, "seconds: \"" + seconds + "\" (expected: 0-99)");
        }
        return CompletableFuture.supplyAsync(
                () -> Response.content("done"),
                CompletableFuture.delayedExecutor(Long.parseLong(seconds), TimeUnit.SECONDS));
    }

    private Response putExample(RequestContext context) {
        example = StoredContent.of(context.request());
        return Response.changed();
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
        if (put.size() >= MAX_PUT && !put.containsKey(path)) {
            throw new ResponseException(Code.FORBIDDEN, "there are " + MAX_PUT + " already; DELETE one first");
        }
        boolean isNew = put.put(path, StoredContent.of(context.request())) == null;
        return isNew ? Response.created() : Response.changed();
    }

    private Response delete(RequestContext context) {
        put.remove(context.request().pathSegments());
        return Response.deleted();
    }
}
