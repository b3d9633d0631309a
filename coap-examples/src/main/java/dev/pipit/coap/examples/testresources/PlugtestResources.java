package dev.pipit.coap.examples.testresources;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.resource.Discovery;
import dev.pipit.coap.resource.RequestContext;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceTree;
import dev.pipit.coap.resource.ResponseException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The resources of the ETSI CoAP plugtests (TD_COAP_CORE, TD_COAP_BLOCK, TD_COAP_LINK and TD_COAP_OBS). */
public final class PlugtestResources {
    private final Duration separateDelay;
    private final Clockwork clockwork;
    private StoredContent test = StoredContent.text("test"); // these three are guarded by this
    private StoredContent validate = StoredContent.text("validate");
    private long validateVersion = 1;
    private @Nullable StoredContent created;

    /** Resources of which {@code /separate} and {@code /large-separate} take their time. */
    public PlugtestResources(Duration separateDelay, Clockwork clockwork) {
        this.separateDelay = separateDelay;
        this.clockwork = clockwork;
    }

    /** Adds them. */
    public void addTo(ResourceTree tree) {
        addBasics(tree);
        addConditionals(tree);
        addLinks(tree);
        new LargeResources(separateDelay, clockwork).addTo(tree);
        new ObservedResources().addTo(tree, clockwork);
    }

    private void addBasics(ResourceTree tree) {
        tree.add(
                "/test",
                Resource.builder()
                        .get(this::getTest)
                        .put(context -> putTest(StoredContent.of(context.request()), Response.changed()))
                        .post(context -> Response.created("/location1/location2/location3"))
                        .delete(context -> putTest(StoredContent.text("test"), Response.deleted()))
                        .build());
        tree.add("/seg1/seg2/seg3", text("three segments"));
        tree.add(
                "/query",
                Resource.builder()
                        .get(context ->
                                Response.content("query " + context.request().query()))
                        .build());
        Response separate = Response.content("a separate response");
        tree.add(
                "/separate",
                Resource.builder()
                        .getAsync(context -> clockwork.later(separateDelay, separate))
                        .build());
        tree.add(
                "/location-query",
                Resource.builder()
                        .post(context -> Response.created("?first=1&second=2"))
                        .build());
        tree.add(
                "/multi-format",
                Resource.builder()
                        .get(PlugtestResources::multiFormat)
                        .contentFormats(ContentFormat.TEXT_PLAIN, ContentFormat.XML)
                        .build());
    }

    private static Resource text(String text) {
        return Resource.builder().get(context -> Response.content(text)).build();
    }

    private synchronized Response getTest(RequestContext context) {
        return test.response();
    }

    private synchronized Response putTest(StoredContent content, Response response) {
        test = content;
        return response;
    }

    private static Response multiFormat(RequestContext context) {
        ContentFormat format = context.negotiate(ContentFormat.TEXT_PLAIN, ContentFormat.XML);
        return Response.content(format.equals(ContentFormat.XML) ? "<text>content</text>" : "content", format);
    }

    private void addConditionals(ResourceTree tree) {
        tree.add(
                "/validate",
                Resource.builder()
                        .conditional()
                        .get(this::getValidate)
                        .put(this::putValidate)
                        .build());
        tree.add(
                "/create1",
                Resource.builder()
                        .conditional()
                        .get(this::getCreated)
                        .put(this::putCreated)
                        .delete(this::deleteCreated)
                        .build());
    }

    private synchronized Response getValidate(RequestContext context) {
        context.checkPreconditions(EntityTag.ofVersion(validateVersion));
        return validate.response().etag(EntityTag.ofVersion(validateVersion));
    }

    private synchronized Response putValidate(RequestContext context) {
        context.checkPreconditions(EntityTag.ofVersion(validateVersion));
        validate = StoredContent.of(context.request());
        validateVersion++;
        return Response.changed().etag(EntityTag.ofVersion(validateVersion));
    }

    private synchronized Response getCreated(RequestContext context) {
        checkCreated(context);
        if (created == null) {
            throw new ResponseException(Code.NOT_FOUND, "");
        }
        return created.response();
    }

    private synchronized Response putCreated(RequestContext context) {
        checkCreated(context);
        Response response = created == null ? Response.created() : Response.changed();
        created = StoredContent.of(context.request());
        return response;
    }

    private synchronized Response deleteCreated(RequestContext context) {
        checkCreated(context);
        created = null;
        return Response.deleted();
    }

    private void checkCreated(RequestContext context) {
        context.checkPreconditions(created == null ? null : EntityTag.EMPTY);
    }

    private static void addLinks(ResourceTree tree) {
        tree.add("/link1", typed("If1", "Type1", "Type2"));
        tree.add("/link2", typed("If2", "Type2", "Type3"));
        tree.add("/link3", typed("foo", "Type1", "Type3"));
        tree.add(
                "/path",
                Resource.builder()
                        .get(context -> Discovery.respond(context, tree.links("/path")))
                        .contentFormats(ContentFormat.LINK_FORMAT)
                        .build());
        for (int i = 1; i <= 3; i++) {
            tree.add("/path/sub" + i, text("/path/sub" + i));
        }
    }

    private static Resource typed(String interfaceDescription, String... types) {
        return Resource.builder()
                .get(context -> Response.content("a resource with link attributes"))
                .resourceType(types)
                .interfaceDescription(interfaceDescription)
                .build();
    }
}
