package dev.pipit.coap.examples.cli;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.StreamedResponse;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.TransferFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A response that goes to a file as it comes in. What has come when it breaks off stays in a file beside it, which a
 * later download can go on with, as long as the server still has that representation.
 */
final class Download {
    /** What a server may answer that has another representation now, in which that place does not exist. */
    private static final List<Code> NOT_THERE =
            List.of(Code.BAD_REQUEST, Code.BAD_OPTION, Code.REQUEST_ENTITY_INCOMPLETE);

    private static final int PART_BYTES = 16 << 10;

    private final Supplier<ClientRequest> requests;
    private final String uri;
    private final Consumer<String> say;

    /**
     * A download.
     *
     * @param requests makes the request, perhaps twice
     * @param uri tells partial files of other resources apart
     * @param say hears what people may want to know
     */
    Download(Supplier<ClientRequest> requests, String uri, Consumer<String> say) {
        this.requests = requests;
        this.uri = uri;
        this.say = say;
    }

    /** To a stream. What was written when it breaks off stays written. */
    Response to(OutputStream out) throws IOException {
        try (StreamedResponse streamed = requests.get().open()) {
            if (isContent(streamed.response())) {
                copy(streamed, out);
            }
            return streamed.response();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * To a file, which is replaced when all is there.
     *
     * @param resume whether to go on with what a broken download has left
     */
    Response to(Path file, boolean resume) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            try (OutputStream out = Files.newOutputStream(file)) {
                return to(out);
            }
        }
        PartialFile partial = PartialFile.of(file);
        Optional<PartialFile.Beginning> beginning = resume ? partial.beginning(uri) : Optional.empty();
        if (beginning.isPresent()) {
            Response response = goOn(partial, beginning.get());
            if (response != null) {
                return response;
            }
        } else if (resume) {
            say.accept("nothing to go on with in " + partial.part() + ": starting from the beginning");
        }
        try (StreamedResponse streamed = requests.get().open()) {
            return receive(streamed, partial, 0);
        }
    }

    /** The outcome; null where this representation is not to be had any more. */
    private @Nullable Response goOn(PartialFile partial, PartialFile.Beginning beginning) throws IOException {
        // One byte less than there is: a server has nothing to say about the block behind the last one.
        long offset = beginning.bytes() - 1;
        StreamedResponse opened;
        try {
            opened = requests.get().resumeAt(offset, beginning.tag()).open();
        } catch (TransferFailedException e) {
            say.accept(
                    "cannot go on with " + partial.part() + ", the resource has changed: starting from the beginning");
            return null;
        }
        try (opened) {
            if (!NOT_THERE.contains(opened.response().code())) {
                return receive(opened, partial, offset);
            }
            say.accept("cannot go on with " + partial.part() + ", the answer is "
                    + opened.response().code() + ": starting from the beginning");
            return null;
        }
    }

    private Response receive(StreamedResponse streamed, PartialFile partial, long offset) throws IOException {
        Response response = streamed.response();
        if (!isContent(response)) {
            return response;
        }
        OutputStream out = partial.open(offset, uri, response.etag());
        try (out) {
            copy(streamed, out);
        } catch (IOException e) {
            keep(partial, response);
            throw broken(e);
        }
        partial.complete();
        return response;
    }

    private static void copy(StreamedResponse streamed, OutputStream out) throws IOException {
        byte[] part = new byte[PART_BYTES];
        try (InputStream in = streamed.body().inputStream()) {
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                out.write(part, 0, count);
                if (out instanceof PrintStream printed && printed.checkError()) {
                    throw new IOException("nobody reads the output any more");
                }
            }
        }
        out.flush();
    }

    private void keep(PartialFile partial, Response response) throws IOException {
        if (response.etag().isPresent()) {
            say.accept(partial.part() + " has what came of it: --resume goes on with that");
        } else {
            partial.discard();
            say.accept("the server sends no ETag, so that nobody could go on with what came of it");
        }
    }

    /** Where a transfer breaks off, the protocol's own failure says more. */
    private static IOException broken(IOException e) {
        if (e.getCause() instanceof CoapException failure) {
            throw failure;
        }
        return e;
    }

    private static boolean isContent(Response response) {
        return response.isSuccess() && !response.code().equals(Code.VALID);
    }
}
