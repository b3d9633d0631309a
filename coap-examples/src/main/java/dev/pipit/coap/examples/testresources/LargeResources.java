package dev.pipit.coap.examples.testresources;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.resource.RequestContext;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceTree;
import dev.pipit.coap.resource.ResponseException;
import java.time.Duration;
import java.util.List;

/**
 * The resources of the ETSI plugtests with bodies larger than a block (TD_COAP_BLOCK): {@code /large-update}, {@code
 * /large-create}, {@code /large-post}, {@code /large-separate}. ({@code /large} is one of {@link SimpleResources}.)
 */
final class LargeResources {
    /** How many resources are kept that POST has made; the oldest goes. */
    static final int MAX_CREATED = 10;

    private static final long MAX_CREATED_BYTES = 16 << 20;

    private final Duration separateDelay;
    private final Clockwork clockwork;
    private final ContentStore created = new ContentStore(MAX_CREATED, MAX_CREATED_BYTES); // these are guarded by this
    private StoredContent update = StoredContent.of(text(LargeText.ofBytes(LargeText.USUAL_BYTES)));
    private int creations;

    LargeResources(Duration separateDelay, Clockwork clockwork) {
        this.separateDelay = separateDelay;
        this.clockwork = clockwork;
    }

    void addTo(ResourceTree tree) {
        tree.add(
                "/large-update",
                Resource.builder()
                        .get(context -> update())
                        .put(this::putUpdate)
                        .title("Large resource that can be updated using PUT method")
                        .build());
        tree.add(
                "/large-create",
                Resource.builder()
                        .post(this::create)
                        .title("Large resource that can be created using POST method")
                        .build());
        tree.add(
                "/large-create/{number}",
                Resource.builder()
                        .get(this::getCreated)
                        .delete(this::deleteCreated)
                        .build());
        tree.add(
                "/large-post",
                Resource.builder()
                        .post(context -> Response.builder(Code.CHANGED)
                                .payload(
                                        LargeText.saying(
                                                "received " + context.request().payload().length + " bytes"),
                                        ContentFormat.TEXT_PLAIN)
                                .build())
                        .title("Handle POST with two-way blockwise transfer")
                        .build());
        Response separate = text(LargeText.ofBytes(LargeText.USUAL_BYTES));
        tree.add(
                "/large-separate",
                Resource.builder()
                        .getAsync(context -> clockwork.later(separateDelay, separate))
                        .size(LargeText.USUAL_BYTES)
                        .build());
    }

    private static Response text(byte[] text) {
        return Response.content(text, ContentFormat.TEXT_PLAIN);
    }

    private synchronized Response update() {
        return update.response();
    }

    private synchronized Response putUpdate(RequestContext context) {
        update = StoredContent.of(context.request());
        return Response.changed();
    }

    private synchronized Response create(RequestContext context) {
        String number = Integer.toString(++creations);
        List<String> path = List.of("large-create", number);
        StoredContent content = StoredContent.of(context.request());
        while (!created.hasRoomFor(path, content) && created.removeOldest()) {
            // until there is room
        }
        if (!created.hasRoomFor(path, content)) {
            throw new ResponseException(Code.REQUEST_ENTITY_TOO_LARGE, "at most " + MAX_CREATED_BYTES + " bytes");
        }
        created.put(path, content);
        return Response.created("/large-create/" + number);
    }

    private synchronized Response getCreated(RequestContext context) {
        StoredContent content = created.get(context.request().pathSegments());
        if (content == null) {
            throw new ResponseException(Code.NOT_FOUND, "");
        }
        return content.response();
    }

    private synchronized Response deleteCreated(RequestContext context) {
        created.remove(context.request().pathSegments());
        return Response.deleted();
    }
}
