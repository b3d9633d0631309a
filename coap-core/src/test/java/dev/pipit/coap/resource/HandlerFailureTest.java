package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.DeferredResponse;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testkit.Requirement;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of handlers that throw, refuse, or give nothing. */
class HandlerFailureTest {
    private static final Request GET = Request.get("/a");

    private final ServedTree workers = ServedTree.onWorkers();
    private final ServedTree direct = ServedTree.direct();

    static Stream<Handler> failingHandlers() {
        return Stream.of(
                context -> {
                    throw new IOException("secret\n/etc/passwd");
                },
                context -> {
                    throw new StackOverflowError("secret");
                },
                context -> null,
                context -> Reply.later(CompletableFuture.failedFuture(new IOException("secret"))),
                context -> Reply.later(CompletableFuture.supplyAsync(
                        () -> {
                            throw new IllegalStateException("secret");
                        },
                        Runnable::run)),
                context -> Reply.later(CompletableFuture.completedFuture(null)),
                context -> new DeferredResponse(null));
    }

    @ParameterizedTest
    @MethodSource("failingHandlers")
    @Requirement("R7252-083")
    void answersFailuresWithAShortErrorThatTellsNothing(Handler handler) {
        for (ServedTree server : List.of(direct, workers)) {
            server.add("/a", Resource.builder().get(handler));
            ReceivedRequest request = server.receive(GET);
            if (server == workers) {
                server.runWorkers();
            }
            if (request.responses.isEmpty()) {
                server.runLoop();
            }
            assertEquals(List.of(Response.error(Code.INTERNAL_SERVER_ERROR, "internal error")), request.responses);
            assertFalse(request.responses.get(0).options().has(StandardOptions.CONTENT_FORMAT));
            assertEquals(1, server.counters.get(Counter.HANDLER_FAILURES));
        }
    }

    static Stream<Handler> refusingHandlers() {
        ResponseException refusal = new ResponseException(Code.CONFLICT, "not now");
        return Stream.of(
                context -> {
                    throw refusal;
                },
                context -> Reply.later(CompletableFuture.failedFuture(refusal)),
                context -> Reply.later(CompletableFuture.failedFuture(new CompletionException(refusal))),
                context -> Reply.later(CompletableFuture.supplyAsync(
                        () -> {
                            throw refusal;
                        },
                        Runnable::run)));
    }

    @ParameterizedTest
    @MethodSource("refusingHandlers")
    @Requirement("R7252-083")
    void answersWithTheResponseOfAnException(Handler handler) {
        direct.add("/a", Resource.builder().get(handler));
        ReceivedRequest request = direct.receive(GET);
        if (request.responses.isEmpty()) {
            direct.runLoop();
        }
        assertEquals(List.of(Response.error(Code.CONFLICT, "not now")), request.responses);
        assertFalse(request.responses.get(0).options().has(StandardOptions.CONTENT_FORMAT));
        assertEquals(0, direct.counters.get(Counter.HANDLER_FAILURES));
    }

    @Test
    void refusesAResponseExceptionThatIsNoError() {
        assertThrows(IllegalArgumentException.class, () -> new ResponseException(Response.changed()));
        ResponseException busy = new ResponseException(
                Response.error(Code.SERVICE_UNAVAILABLE, "busy").maxAge(9));
        assertEquals(9, busy.response().maxAge());
        assertEquals("5.03 Service Unavailable: busy", busy.getMessage());
        assertEquals(0, busy.getStackTrace().length);
    }

    @Test
    void logsAtMostTenFailuresInAMinute() {
        FailureLog log = new FailureLog();
        direct.add("/a", Resource.builder().get(context -> {
            long second = 1_000_000_000L;
            int lines = 0;
            for (int i = 0; i < 100; i++) {
                lines += log.report(context, new IOException("failure of a test"), i * second / 2) ? 1 : 0;
            }
            assertEquals(FailureLog.LINES_PER_MINUTE, lines);
            assertTrue(log.report(context, new IOException("failure of a test, later"), 60 * second));
            return Response.content("");
        }));
        assertEquals(Code.CONTENT, direct.answer(GET).code());
    }
}
