package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testkit.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** 2.03 and 4.06 to GET and FETCH, and the formats of payloads. */
class RetrievalTest {
    private static final EntityTag ONE = EntityTag.of((byte) 1);
    private static final EntityTag TWO = EntityTag.of((byte) 2);
    private static final EntityTag THREE = EntityTag.of((byte) 3);

    private final ServedTree server = ServedTree.direct();
    private int calls;

    private Response content(RequestContext context) {
        calls++;
        return Response.content("21.5");
    }

    private static Request withTags(Code method, EntityTag... tags) {
        Request.Builder request = Request.builder(method).path("/a");
        for (EntityTag tag : tags) {
            request.etag(tag);
        }
        return (method == Code.FETCH ? request.payload("x") : request).build();
    }

    @Test
    @Requirement({"R7252-099", "R7252-105", "R7252-121"})
    void answersValidWhereTheRequestHasTheEntityTagOfTheResponse() {
        Handler handler = context -> content(context).etag(TWO).maxAge(5);
        server.add("/a", Resource.builder().get(handler).fetch(handler).post(handler));
        Response valid = Response.valid(TWO).maxAge(5);
        assertEquals(valid, server.answer(withTags(Code.GET, ONE, TWO, THREE)));
        assertEquals(valid, server.answer(withTags(Code.FETCH, TWO)));
        assertFalse(valid.hasPayload());
        Response content = Response.content("21.5").etag(TWO).maxAge(5);
        assertEquals(content, server.answer(withTags(Code.GET, ONE, THREE)));
        assertEquals(content, server.answer(withTags(Code.GET)));
        assertEquals(content, server.answer(withTags(Code.POST, TWO)));
    }

    @Test
    @Requirement({"R7252-105", "R7252-121"})
    void answersValidWithoutTheHandlerWhereTheResourceKnowsItsTag() {
        server.add(
                "/a",
                Resource.builder().get(this::content).entityTag(context -> TWO).maxAge(7));
        assertEquals(Response.valid(TWO).maxAge(7), server.answer(withTags(Code.GET, ONE, TWO)));
        assertEquals(0, calls);
        assertEquals(Response.content("21.5").etag(TWO).maxAge(7), server.answer(withTags(Code.GET, THREE)));
        assertEquals(1, calls);
    }

    @Test
    void leavesTagAndMaxAgeOfTheHandlerAndErrorsAlone() {
        server.add(
                "/a",
                Resource.builder()
                        .get(context -> content(context).etag(ONE).maxAge(1))
                        .fetch(context -> Response.of(Code.NOT_FOUND))
                        .entityTag(context -> TWO)
                        .maxAge(7));
        assertEquals(Response.content("21.5").etag(ONE).maxAge(1), server.get("/a"));
        assertEquals(Response.of(Code.NOT_FOUND), server.answer(withTags(Code.FETCH)));
    }

    @Test
    void knowsNoTagWhereTheTargetDoesNotExistOrHasNone() {
        server.add("/a", Resource.builder().get(this::content).entityTag(context -> null));
        server.add("/b", Resource.builder().get(this::content).entityTag(context -> EntityTag.EMPTY));
        assertEquals(Response.content("21.5"), server.answer(withTags(Code.GET, ONE)));
        assertEquals(Response.content("21.5"), server.get("/b"));
    }

    @Test
    @Requirement("R7252-120")
    void sendsOneEntityTag() {
        Response two = Response.builder(Code.CONTENT)
                .option(StandardOptions.ETAG, ONE)
                .option(StandardOptions.ETAG, TWO)
                .build();
        server.add("/a", Resource.builder().get(context -> two).put(context -> two));
        assertEquals(List.of(ONE), server.get("/a").options().all(StandardOptions.ETAG));
        assertEquals(List.of(ONE), server.answer(withTags(Code.PUT)).options().all(StandardOptions.ETAG));
    }

    /** X125. */
    @Test
    @Requirement("R7252-117")
    void answersNotAcceptableWhereTheHandlerGivesAnotherFormat() {
        server.add("/a", Resource.builder().get(this::content));
        assertEquals(
                Code.NOT_ACCEPTABLE, accepting("/a", ContentFormat.of(65535)).code());
        assertEquals(Code.CONTENT, accepting("/a", ContentFormat.TEXT_PLAIN).code());
    }

    @Test
    @Requirement("R7252-117")
    void letsOtherErrorsGoBeforeNotAcceptable() {
        server.add("/a", Resource.builder().get(context -> Response.error(Code.FORBIDDEN, "no")));
        assertEquals(Code.FORBIDDEN, accepting("/a", ContentFormat.JSON).code());
        assertEquals(Code.NOT_FOUND, accepting("/b", ContentFormat.JSON).code());
    }

    @Test
    @Requirement("R7252-117")
    void negotiatesAmongTheFormatsOffered() {
        server.add("/a", Resource.builder().get(context -> {
            ContentFormat format = context.negotiate(ContentFormat.JSON, ContentFormat.CBOR);
            return Response.content(format.toString(), format);
        }));
        assertEquals("application/json", server.get("/a").text());
        assertEquals("application/json", accepting("/a", ContentFormat.JSON).text());
        assertEquals("application/cbor", accepting("/a", ContentFormat.CBOR).text());
        assertEquals(Code.NOT_ACCEPTABLE, accepting("/a", ContentFormat.XML).code());
    }

    private Response accepting(String path, ContentFormat format) {
        return server.answer(Request.builder(Code.GET).path(path).accept(format).build());
    }

    /** X126. */
    @Test
    @Requirement("R7252-109")
    void refusesPayloadsOfOtherFormats() {
        server.add("/a", Resource.builder().post(context -> {
            ContentFormat format = context.requireContentFormat(ContentFormat.JSON, ContentFormat.CBOR);
            return Response.content(format.toString());
        }));
        Request.Builder post = Request.builder(Code.POST).path("/a");
        assertEquals(
                "application/cbor",
                server.answer(post.payload(new byte[1], ContentFormat.CBOR).build())
                        .text());
        assertEquals(
                Code.UNSUPPORTED_CONTENT_FORMAT,
                server.answer(post.payload(new byte[1], ContentFormat.of(65535)).build())
                        .code());
        assertEquals(
                Code.BAD_REQUEST,
                server.answer(Request.builder(Code.POST)
                                .path("/a")
                                .payload(new byte[1])
                                .build())
                        .code());
    }

    /** X131. */
    @Test
    void refusesFetchWithoutContentFormat() {
        server.add("/a", Resource.builder().fetch(this::content));
        Request.Builder fetch = Request.builder(Code.FETCH).path("/a");
        assertEquals(
                Code.BAD_REQUEST,
                server.answer(fetch.payload(new byte[] {'{', '}'}).build()).code());
        assertEquals(0, calls);
        assertEquals(
                Code.CONTENT,
                server.answer(fetch.payload(new byte[] {'{', '}'}, ContentFormat.JSON)
                                .build())
                        .code());
    }

    @Test
    @Requirement("R7252-081")
    void ignoresThePayloadOfGetAndDelete() {
        Handler handler = context -> Response.content(context.request().text());
        server.add("/a", Resource.builder().get(handler).delete(handler).post(handler));
        assertEquals("", server.answer(withPayload(Code.GET)).text());
        assertEquals("", server.answer(withPayload(Code.DELETE)).text());
        assertEquals("payload", server.answer(withPayload(Code.POST)).text());
    }

    private static Request withPayload(Code method) {
        return Request.builder(method).path("/a").payload("payload").build();
    }
}
