package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Where handlers and filters run. */
class HandlerExecutionTest {
    private static final Request GET = Request.get("/a");

    private final ServedTree workers = ServedTree.onWorkers();
    private final ServedTree direct = ServedTree.direct();

    @Test
    void answersFromTheLoopWhatAWorkerHasMade() {
        workers.add("/a", Resource.builder().get(context -> Response.content("a")));
        ReceivedRequest request = workers.receive(GET);
        assertEquals(List.of(), request.responses);
        workers.runWorkers();
        assertEquals(List.of(), request.responses);
        workers.runLoop();
        assertEquals(List.of(Response.content("a")), request.responses);
    }

    @Test
    void resourceDecidesWhereItsHandlersRun() {
        workers.add("/a", Resource.builder().direct().get(context -> Response.content("a")));
        assertEquals(Response.content("a"), workers.answer(GET));
        direct.add("/a", Resource.builder().onWorkers().get(context -> Response.content("a")));
        assertEquals(List.of(), direct.receive(GET).responses);
        assertEquals(1, direct.work.size());
    }

    @Test
    void answersOverloadedWhereWorkersRefuse() {
        workers.add("/a", Resource.builder().get(context -> Response.content("a")));
        workers.workersAreFull = true;
        Response response = workers.answer(GET);
        assertEquals(Code.SERVICE_UNAVAILABLE, response.code());
        assertTrue(response.options().has(StandardOptions.MAX_AGE));
        assertEquals(1, workers.counters.get(Counter.OVERLOADED));
        assertEquals(Code.CONTENT, workers.get(Discovery.PATH).code());
    }

    @Test
    void answersADeferredResponseWhenItComes() {
        CompletableFuture<Response> later = new CompletableFuture<>();
        direct.add("/a", Resource.builder().getAsync(context -> later));
        ReceivedRequest request = direct.receive(GET);
        assertTrue(direct.loop.isEmpty());
        later.complete(Response.content("a"));
        assertEquals(List.of(), request.responses);
        direct.runLoop();
        assertEquals(List.of(Response.content("a")), request.responses);
    }

    @Test
    void answersADeferredResponseOfAWorker() {
        CompletableFuture<Response> later = new CompletableFuture<>();
        workers.add("/a", Resource.builder().getAsync(context -> later));
        ReceivedRequest request = workers.receive(GET);
        workers.runWorkers();
        later.complete(Response.content("a"));
        workers.runLoop();
        assertEquals(List.of(Response.content("a")), request.responses);
    }

    @Test
    void validatesAndNegotiatesDeferredResponses() {
        Response tagged = Response.content("a").etag(EntityTag.ofVersion(1));
        direct.add("/a", Resource.builder().getAsync(context -> CompletableFuture.completedFuture(tagged)));
        direct.add(
                "/b",
                Resource.builder()
                        .maxAge(9)
                        .getAsync(context -> CompletableFuture.completedFuture(Response.content("b"))));
        ReceivedRequest known =
                direct.receive(GET.toBuilder().etag(EntityTag.ofVersion(1)).build());
        ReceivedRequest json =
                direct.receive(GET.toBuilder().accept(ContentFormat.JSON).build());
        ReceivedRequest fresh = direct.receive(Request.get("/b"));
        direct.runLoop();
        assertEquals(List.of(Response.valid(EntityTag.ofVersion(1))), known.responses);
        assertEquals(Code.NOT_ACCEPTABLE, json.responses.get(0).code());
        assertEquals(9, fresh.responses.get(0).maxAge());
    }

    @Test
    void runsFiltersOfTheTreeAndThenOfTheResourceAndThenTheHandler() {
        List<String> order = new ArrayList<>();
        ServedTree server = ServedTree.direct(noting("tree 1", order), noting("tree 2", order));
        server.add(
                "/a",
                Resource.builder()
                        .filter(noting("resource 1", order))
                        .filter(noting("resource 2", order))
                        .get(context -> {
                            order.add("handler");
                            return Response.content("a");
                        }));
        server.answer(GET);
        assertEquals(
                List.of(
                        "tree 1",
                        "tree 2",
                        "resource 1",
                        "resource 2",
                        "handler",
                        "/resource 2",
                        "/resource 1",
                        "/tree 2",
                        "/tree 1"),
                order);
        order.clear();
        server.get("/b");
        server.answer(Request.builder(Code.PUT).path("/a").build());
        assertEquals(List.of(), order);
        server.get(Discovery.PATH);
        assertEquals(List.of("tree 1", "tree 2", "/tree 2", "/tree 1"), order);
    }

    private static Filter noting(String name, List<String> order) {
        return (context, next) -> {
            order.add(name);
            Reply reply = next.handle(context);
            order.add("/" + name);
            return reply;
        };
    }

    @Test
    void filterMayAnswerThrowAndChangeWhatComesLater() {
        direct.add(
                "/a",
                Resource.builder()
                        .filter((context, next) -> next.handle(context).map(response -> response.maxAge(3)))
                        .getAsync(context -> CompletableFuture.completedFuture(Response.content("a"))));
        ReceivedRequest request = direct.receive(GET);
        direct.runLoop();
        assertEquals(List.of(Response.content("a").maxAge(3)), request.responses);
        direct.add(
                "/b", Resource.builder().get(context -> Response.content("b")).filter((context, next) -> {
                    throw new ResponseException(Code.FORBIDDEN, "");
                }));
        assertEquals(Response.of(Code.FORBIDDEN), direct.get("/b"));
    }

    @Test
    void tellsTheWatchdogOfHandlersOnTheLoopAlone() {
        List<String> seen = new ArrayList<>();
        Watchdog watchdog = new Watchdog() {
            @Override
            public long start() {
                return 42;
            }

            @Override
            public void end(long started, Code method, String route) {
                seen.add(started + " " + method + " " + route);
            }
        };
        InetSocketAddress local = new InetSocketAddress("192.0.2.1", 5683);
        ServedTree server = new ServedTree(new ResourceConfig("coap", () -> local, true, watchdog));
        server.add("/a/{id}", Resource.builder().get(context -> Response.content("a")));
        server.add("/b", Resource.builder().get(context -> {
            throw new ResponseException(Code.FORBIDDEN, "");
        }));
        server.add("/c", Resource.builder().onWorkers().get(context -> Response.content("c")));
        server.get("/a/1");
        server.get("/b");
        server.receive(Request.get("/c"));
        server.runWorkers();
        assertEquals(List.of("42 GET /a/{id}", "42 GET /b"), seen);
    }

    @Test
    void contextTellsOfTheRequest() {
        direct.add("/a/{id}", Resource.builder().get(context -> {
            assertEquals(ServedTree.CLIENT, context.peer().address());
            assertEquals("", context.query("flag").orElseThrow());
            assertEquals("c", context.query("unit").orElseThrow());
            assertTrue(context.query("un").isEmpty());
            assertEquals("/a/{id}", context.route());
            assertThrows(IllegalArgumentException.class, context::negotiate);
            return Response.content(context.uri().toString());
        }));
        assertEquals(
                "coap://192.0.2.1/a/x%20y?flag&unit=c",
                direct.get("/a/x%20y?flag&unit=c").text());
    }

    @Test
    void resourceTakesHandlersForFurtherMethodsButNotTwo() {
        Resource resource = Resource.builder()
                .get(context -> Response.content("a"))
                .title("A")
                .direct()
                .build();
        ResourceBuilder more = resource.toBuilder().put(context -> Response.changed());
        assertThrows(IllegalArgumentException.class, () -> more.get(context -> Response.content("b")));
        assertThrows(IllegalArgumentException.class, () -> more.on(Code.of(8), context -> Response.content("b")));
        assertThrows(IllegalArgumentException.class, () -> more.maxAge(-1));
        workers.add("/a", more);
        assertEquals(Response.content("a"), workers.answer(GET));
        assertEquals(
                Response.changed(),
                workers.answer(Request.builder(Code.PUT).path("/a").build()));
        assertEquals("</a>;title=\"A\"", workers.get(Discovery.PATH).text());
    }
}
