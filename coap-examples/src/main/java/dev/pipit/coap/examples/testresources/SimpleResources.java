package dev.pipit.coap.examples.testresources;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.resource.RequestContext;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceTree;
import dev.pipit.coap.resource.ResponseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code /hello}, {@code /echo}, {@code /large?size=N}, {@code /sink} and {@code /slow?ms=N}. */
public final class SimpleResources {
    private static final int MAX_LARGE_BYTES = 16 << 20;
    private static final int SLOW_MILLIS = 1000;
    private static final int MAX_SLOW_MILLIS = 60_000;

    private SimpleResources() {}

    /** Adds them. */
    public static void addTo(ResourceTree tree) {
        tree.add(
                "/hello",
                Resource.builder()
                        .get(context -> Response.content("Hello, world!"))
                        .direct()
                        .build());
        tree.add(
                "/echo",
                Resource.builder()
                        .get(context -> Response.content(
                                String.join("&", context.request().query())))
                        .fetch(context -> echo(context, Code.CONTENT))
                        .post(context -> echo(context, Code.CHANGED))
                        .put(context -> echo(context, Code.CHANGED))
                        .patch(context -> echo(context, Code.CHANGED))
                        .ipatch(context -> echo(context, Code.CHANGED))
                        .direct()
                        .build());
        tree.add(
                "/large",
                Resource.builder()
                        .get(SimpleResources::large)
                        .size(LargeText.USUAL_BYTES)
                        .build());
        tree.add(
                "/sink",
                Resource.builder()
                        .put(context -> Response.changed())
                        .post(context -> Response.changed())
                        .direct()
                        .build());
        tree.add("/slow", Resource.builder().getAsync(SimpleResources::slow).build());
    }

    private static Response echo(RequestContext context, Code code) {
        Response.Builder response =
                Response.builder(code).payload(context.request().payload());
        context.request().contentFormat().ifPresent(format -> response.option(StandardOptions.CONTENT_FORMAT, format));
        return response.build();
    }

    /** As many bytes as asked for. */
    private static Response large(RequestContext context) {
        byte[] body = LargeText.ofBytes(number(context, "size", LargeText.USUAL_BYTES, MAX_LARGE_BYTES));
        return Response.content(body, ContentFormat.TEXT_PLAIN);
    }

    private static CompletableFuture<Response> slow(RequestContext context) {
        int millis = number(context, "ms", SLOW_MILLIS, MAX_SLOW_MILLIS);
        return CompletableFuture.supplyAsync(
                () -> Response.content("slept " + millis + " ms"),
                CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    }

    private static int number(RequestContext context, String name, int otherwise, int most) {
        String text = context.query(name).orElse(Integer.toString(otherwise));
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > most) {
            throw new ResponseException(Code.BAD_REQUEST, name + ": \"" + text + "\" (expected: 0-" + most + ")");
        }
        return Integer.parseInt(text);
    }
}
