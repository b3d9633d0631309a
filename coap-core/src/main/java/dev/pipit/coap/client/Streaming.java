package dev.pipit.coap.client;

import dev.pipit.coap.body.IncomingBody;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.EndpointClosedException;
import dev.pipit.coap.message.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What becomes of the response of a call whose body streams. */
final class Streaming {
    private Streaming() {}

    /** The head with the body that follows it. */
    @SuppressWarnings("FutureReturnValueIgnored") // its outcome goes to the result
    static CompletableFuture<StreamedResponse> open(CompletableFuture<Response> head, CallStreams streams) {
        LinkedFuture<StreamedResponse> result = new LinkedFuture<>();
        result.whenCancelled(() -> head.cancel(false));
        head.whenComplete((response, failure) -> {
            if (failure != null) {
                result.completeExceptionally(plain(failure));
                return;
            }
            IncomingBody body = streams.take();
            StreamedResponse streamed =
                    new StreamedResponse(response, body == null ? IncomingBody.of(response.payload()) : body);
            if (!result.complete(streamed)) {
                streamed.close();
            }
        });
        return result;
    }

    /** Saves a body, on a thread for that. */
    @SuppressWarnings("FutureReturnValueIgnored") // its outcome goes to the result
    static CompletableFuture<Response> save(
            CompletableFuture<StreamedResponse> opening, Path file, BodyThreads threads) {
        LinkedFuture<Response> result = new LinkedFuture<>();
        result.whenCancelled(() -> opening.cancel(false));
        opening.whenComplete((streamed, failure) -> {
            if (failure != null) {
                result.completeExceptionally(plain(failure));
                return;
            }
            result.whenCancelled(streamed::close);
            if (!threads.execute(() -> saveNow(streamed, file, result))) {
                streamed.close();
                result.completeExceptionally(new EndpointClosedException("the client is closed"));
            }
        });
        return result;
    }

    private static void saveNow(StreamedResponse streamed, Path file, CompletableFuture<Response> result) {
        try {
            result.complete(save(streamed, file));
        } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /** Saves a body, waiting for it; what is no content leaves the file as it is. */
    static Response save(StreamedResponse streamed, Path file) throws IOException {
        try (streamed) {
            Response response = streamed.response();
            if (response.isSuccess() && !response.code().equals(Code.VALID)) {
                streamed.body().saveTo(file);
            }
            return response;
        } catch (IOException e) {
            if (e.getCause() instanceof CoapException failure) {
                failure.addSuppressed(e); // where it was waited for
                throw failure;
            }
            throw e;
        }
    }

    private static Throwable plain(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
