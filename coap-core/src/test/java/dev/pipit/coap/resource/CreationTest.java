package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testkit.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resources that requests create, change and delete (RFC 7252 §5.8). */
class CreationTest {
    private final ServedTree server = ServedTree.direct();
    private final List<String> items = new ArrayList<>();
    private final Map<String, String> things = new TreeMap<>();

    private Response addItem(RequestContext context) {
        items.add(context.request().text());
        String path = "/items/" + items.size() + "?new";
        int index = items.size() - 1;
        server.tree.add(
                "/items/" + items.size(),
                Resource.builder()
                        .get(later -> Response.content(items.get(index)))
                        .build());
        return Response.created(path);
    }

    private Response putThing(RequestContext context) {
        boolean existed =
                things.put(context.pathVariable("name"), context.request().text()) != null;
        return existed ? Response.changed() : Response.created();
    }

    private Response answer(Code method, String path) {
        return server.answer(Request.builder(method).path(path).payload("value").build());
    }

    @Test
    @Requirement({"R7252-100", "R7252-123"})
    void postCreatesAResourceAndTellsWhereItIs() {
        server.add("/items", Resource.builder().post(this::addItem));
        Response created = answer(Code.POST, "/items");
        assertEquals(Code.CREATED, created.code());
        assertEquals(List.of("items", "1"), created.options().all(StandardOptions.LOCATION_PATH));
        assertEquals(List.of("new"), created.options().all(StandardOptions.LOCATION_QUERY));
        String location = created.location().orElseThrow();
        assertEquals("/items/1?new", location);
        assertEquals("value", server.get(location).text());
        assertEquals("</items>,</items/1>", server.get(Discovery.PATH).text());
    }

    @Test
    @Requirement("R7252-101")
    void putCreatesAndThenChangesWhatAPathTemplateStandsFor() {
        server.add("/things/{name}", Resource.builder().put(this::putThing));
        assertEquals(Response.created(), answer(Code.PUT, "/things/a"));
        assertEquals(Response.changed(), answer(Code.PUT, "/things/a"));
        assertEquals(Map.of("a", "value"), things);
        assertEquals(Code.NOT_FOUND, answer(Code.PUT, "/other").code());
    }

    @Test
    @Requirement({"R7252-125", "R7252-126", "R7252-128"})
    void putIfNoneMatchCreatesOnce() {
        server.add("/things/{name}", Resource.builder().conditional().put(context -> {
            context.checkPreconditions(things.containsKey(context.pathVariable("name")) ? EntityTag.EMPTY : null);
            return putThing(context);
        }));
        Request.Builder put = Request.builder(Code.PUT).path("/things/a").ifNoneMatch();
        assertEquals(Response.created(), server.answer(put.payload("1").build()));
        assertEquals(
                Response.of(Code.PRECONDITION_FAILED),
                server.answer(put.payload("2").build()));
        assertEquals(Map.of("a", "1"), things);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/./b", "/a/../b", "/%2E%2E/b", "/b/../../b", "b"})
    @Requirement({"R7252-122", "R7252-123"})
    void locationNeverHasDotSegments(String location) {
        Response created = Response.created(location);
        assertEquals(List.of("b"), created.options().all(StandardOptions.LOCATION_PATH));
        assertFalse(created.options().has(StandardOptions.LOCATION_QUERY));
        assertEquals("/b", created.location().orElseThrow());
    }
}
