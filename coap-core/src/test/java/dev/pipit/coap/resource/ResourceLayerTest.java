package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.testkit.Requirement;
import org.junit.jupiter.api.Test;

/** What is answered without, or in spite of, a handler. */
class ResourceLayerTest {
    private final ServedTree server = ServedTree.direct()
            .add("/a", Resource.builder().get(context -> Response.content("a")).put(context -> Response.changed()));

    @Test
    @Requirement("R7252-099")
    void answersGetWithContent() {
        assertEquals(Response.content("a"), server.get("/a"));
    }

    /** X127. */
    @Test
    void answersUnknownPathWithNotFound() {
        Response response = server.get("/b");
        assertEquals(Code.NOT_FOUND, response.code());
        assertFalse(response.hasPayload());
    }

    @Test
    @Requirement("R7252-098")
    void answersMethodWithoutHandlerWithMethodNotAllowed() {
        assertEquals(Code.METHOD_NOT_ALLOWED, answer(Code.DELETE, "/a").code());
        assertEquals(
                Code.METHOD_NOT_ALLOWED, answer(Code.POST, "/.well-known/core").code());
    }

    /** X091, X092: on a known path and, since the method comes first, on any other. */
    @Test
    @Requirement("R7252-098")
    void answersUnassignedMethodsWithMethodNotAllowed() {
        for (int method = 8; method < 32; method++) {
            assertEquals(Code.METHOD_NOT_ALLOWED, answer(Code.of(method), "/a").code());
            assertEquals(Code.METHOD_NOT_ALLOWED, answer(Code.of(method), "/b").code());
        }
    }

    private Response answer(Code method, String path) {
        return server.answer(Request.builder(method).path(path).build());
    }
}
