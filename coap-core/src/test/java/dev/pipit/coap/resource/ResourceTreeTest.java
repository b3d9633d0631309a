package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.StandardOptions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTreeTest {
    private final ServedTree server = ServedTree.direct();

    /** Adds resources that answer with the path that they were added with. */
    private void add(String... paths) {
        for (String path : paths) {
            server.add(path, Resource.builder().get(context -> Response.content(context.route())));
        }
    }

    private String routeOf(String path) {
        Response response = server.get(path);
        return response.code() == Code.CONTENT
                ? response.text()
                : response.code().dotted();
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a, /a",
        "/a/b, /a/b",
        "/a/x, /a/{id}",
        "/a/x/y, /a/*",
        "/a/b/c, /a/b/c",
        "/a/x/c, /a/{id}/c",
        "/a/b/d, /a/{id}/d",
        "/a/b/e, /a/*",
        "/a/, /a/*",
        "/a//c, /a/*",
        "/b, /*",
        "/b/c, /*",
        "/a/b/c/, /a/*"
    })
    void prefersLiteralToVariableToWildcardAndTriesTheNextWhereAWayEnds(String path, String route) {
        add("/", "/a", "/*", "/a/*", "/a/{id}", "/a/b", "/a/b/c", "/a/{id}/c", "/a/{id}/d");
        assertEquals(route, routeOf(path));
    }

    @Test
    void doesNotMatchAWildcardWithNothing() {
        add("/files/{path*}");
        assertEquals("4.04", routeOf("/files"));
        assertEquals("/files/{path*}", routeOf("/files/"));
        assertEquals("4.04", routeOf("/"));
    }

    @Test
    void doesNotMatchAVariableWithAnEmptySegment() {
        add("/a/{id}");
        assertEquals("4.04", routeOf("/a/"));
    }

    @Test
    void tellsAPathWithSlashAtTheEndFromOneWithout() {
        add("/a/");
        assertEquals("/a/", routeOf("/a/"));
        assertEquals("4.04", routeOf("/a"));
    }

    @Test
    void takesOneEmptySegmentForTheRoot() {
        add("/");
        Request request =
                Request.builder(Code.GET).option(StandardOptions.URI_PATH, "").build();
        assertEquals("/", server.answer(request).text());
    }

    @Test
    void decodesPercentEncodedPaths() {
        add("/a%20b/%7Bx%7D", "/%c3%bc", "/x%2Fy", "/%2a");
        assertEquals("/a%20b/%7Bx%7D", routeOf("/a%20b/%7Bx%7D"));
        assertEquals("/%c3%bc", routeOf("/%C3%BC"));
        assertEquals("4.04", routeOf("/x/y"));
        assertEquals("/x%2Fy", routeOf("/x%2fy"));
        assertEquals("4.04", routeOf("/anything"));
        assertEquals("/%2a", routeOf("/*"));
    }

    /** X129, X130, and the same where a variable or wildcard would match. */
    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void findsNothingForDotSegments(String dots) {
        add("/", "/x", "/{name}", "/{name}/x", "/*");
        for (String last : new String[] {"x", dots}) {
            Request request = Request.builder(Code.GET)
                    .rawOption(StandardOptions.URI_PATH.number(), dots.getBytes(StandardCharsets.UTF_8))
                    .rawOption(StandardOptions.URI_PATH.number(), last.getBytes(StandardCharsets.UTF_8))
                    .build();
            assertEquals(Code.NOT_FOUND, server.answer(request).code());
        }
        assertEquals("/{name}", routeOf("/..."));
        assertEquals("/{name}", routeOf("/.a"));
    }

    @Test
    void givesVariablesAndTailDecoded() {
        server.add(
                "/{a}/x/{b}/{rest*}",
                Resource.builder()
                        .get(context -> Response.content(String.join(
                                "|",
                                context.pathVariable("a"),
                                context.pathVariable("b"),
                                context.pathVariable("rest"),
                                String.valueOf(context.tail().size())))));
        assertEquals("1|ü|p/q|2", server.get("/1/x/%C3%BC/p/q").text());
        assertEquals("1|2||1", server.get("/1/x/2/").text());
    }

    @Test
    void refusesToGiveAVariableThatThePathHasNot() {
        server.add("/{a}", Resource.builder().get(context -> {
            assertThrows(IllegalArgumentException.class, () -> context.pathVariable("b"));
            assertThrows(IllegalArgumentException.class, () -> context.pathVariable(""));
            return Response.content(context.tail().toString());
        }));
        assertEquals("[]", server.get("/1").text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "/*/a",
                "/{rest*}/a",
                "/{}",
                "/{*}",
                "/a{b}",
                "/{a}b",
                "/{a}{b}",
                "/{a}/{a}",
                "/{a}/{a*}",
                "/a?b",
                "/a#b",
                "/a b",
                "/%zz",
                "/%ff",
                "/.",
                "/a/../b",
                "/%2e%2e"
            })
    void refusesWhatIsNoPath(String path) {
        assertThrows(IllegalArgumentException.class, () -> add(path));
    }

    @Test
    void refusesPathsTooDeepAndSegmentsTooLong() {
        add("/a".repeat(64), "/" + "a".repeat(255));
        assertEquals("/a".repeat(64), routeOf("/a".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> add("/b".repeat(65)));
        assertThrows(IllegalArgumentException.class, () -> add("/" + "a".repeat(256)));
    }

    @Test
    void answersPathsDeeperThanAnyResource() {
        add("/a/*", "/a".repeat(63) + "/*");
        assertEquals("/a".repeat(63) + "/*", routeOf("/a".repeat(64)));
        assertEquals("/a".repeat(63) + "/*", routeOf("/a".repeat(300)));
        assertEquals("/a/*", routeOf("/a" + "/b".repeat(300)));
        assertEquals("4.04", routeOf("/b".repeat(300)));
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a, /a",
        "/a%62, /ab",
        "/{x}, /{x}",
        "/{x}, /{y}",
        "/{x}/a, /{y}/b",
        "/*, /*",
        "/{x*}, /{y*}",
        "/{x*}, /*",
        "/.well-known/core, /.well-known/core"
    })
    void refusesPathsThatConflict(String first, String second) {
        if (!first.equals(Discovery.PATH)) {
            add(first);
        }
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> add(second));
        assertTrue(refused.getMessage().contains("\"" + second + "\""), refused.getMessage());
    }

    @Test
    void removesResourcesAndForgetsTheNamesOfTheirVariables() {
        add("/a", "/a/b", "/{x}/b", "/c/*");
        assertTrue(server.tree.remove("/a"));
        assertFalse(server.tree.remove("/a"));
        assertFalse(server.tree.remove("/a/b/c"));
        assertFalse(server.tree.remove("/{y}/b"));
        assertFalse(server.tree.remove("/c/{name*}"));
        assertEquals("4.04", routeOf("/a"));
        assertEquals("/a/b", routeOf("/a/b"));
        assertTrue(server.tree.remove("/a/b"));
        assertEquals("/{x}/b", routeOf("/a/b"));
        assertTrue(server.tree.remove("/{x}/b"));
        assertTrue(server.tree.remove("/c/*"));
        assertEquals("4.04", routeOf("/c/d"));
        add("/{y}", "/c/{name*}", "/a/b");
        assertEquals("/{y}", routeOf("/c"));
    }

    @Test
    void findsTheResourceOfAPath() {
        Resource resource =
                Resource.builder().get(context -> Response.content("")).build();
        server.tree.add("/a/{id}", resource);
        assertEquals(resource, server.tree.find("/a/1").orElseThrow());
        assertTrue(server.tree.find("/a").isEmpty());
        assertTrue(server.tree.find(Discovery.PATH).orElseThrow().handles(Code.GET));
    }

    /** These pairs have the same FNV-1a hash. */
    @Test
    void keepsSegmentsApartWhoseHashesAreEqual() {
        String[] names = {"/costarring", "/liquid", "/declinate", "/macallums", "/altarage", "/zinke"};
        assertEquals(hash("costarring"), hash("liquid"));
        add(names);
        for (String name : names) {
            assertEquals(name, routeOf(name));
        }
        assertThrows(IllegalArgumentException.class, () -> add("/liquid"));
        assertTrue(server.tree.remove("/costarring"));
        assertFalse(server.tree.remove("/costarring"));
        assertEquals("4.04", routeOf("/costarring"));
        assertEquals("/liquid", routeOf("/liquid"));
        add("/liquid/below");
        assertEquals("/liquid", routeOf("/liquid"));
        assertTrue(server.tree.remove("/liquid"));
        assertTrue(server.tree.remove("/liquid/below"));
        assertEquals("4.04", routeOf("/liquid"));
        assertEquals("/zinke", routeOf("/zinke"));
    }

    private static int hash(String segment) {
        byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
        return SegmentMap.hash(bytes, 0, bytes.length);
    }

    @Test
    void holdsAHundredThousandResourcesUnderOneParent() {
        Resource resource =
                Resource.builder().get(context -> Response.content("")).hidden().build();
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            server.tree.add("/many/" + i, resource);
        }
        for (int i = 0; i < count; i++) {
            assertEquals(Code.CONTENT, server.get("/many/" + i).code());
        }
        assertEquals("4.04", routeOf("/many/" + count));
        for (int i = 0; i < count; i += 2) {
            assertTrue(server.tree.remove("/many/" + i));
        }
        for (int i = 0; i < count; i++) {
            assertEquals(i % 2 == 1, server.tree.find("/many/" + i).isPresent());
        }
        for (int i = 1; i < count; i += 2) {
            assertTrue(server.tree.remove("/many/" + i));
        }
        assertTrue(server.tree.find("/many/1").isEmpty());
    }
}
