package dev.pipit.coap.examples.cli;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that send one request have in common. */
final class RequestSender {
    @Mixin
    private RequestOptions contents = new RequestOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "write the payload of the response to a file, which is replaced when all is there, or as it"
                    + " comes to the output (-); of any size")
    private @Nullable String output;

    @Option(names = "--resume", description = "with -o: go on with what a broken download has left in FILE.part")
    private boolean resume;

    @Option(
            names = {"-q", "--quiet", "--no-progress"},
            description = "show no progress of what takes long")
    private boolean quiet;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    /** Sends the request, shows the response, and gives the exit code. */
    int send(Code method, Terminal terminal) throws IOException {
        CoapUri target = connection.target();
        boolean retrieval = method == Code.GET || method == Code.FETCH;
        if (resume && (output == null || output.equals("-") || !retrieval)) {
            throw new UsageException("--resume (expected: together with -o FILE, and get or fetch)");
        }
        Consumer<ClientRequest> adding = contents.prepare(terminal, true);
        try (CoapClient client = connection.client(terminal)) {
            // Messages that -v shows would run into it.
            boolean shown = terminal.screen().status().err() && !quiet && !connection.verbose;
            ProgressDisplay progress = shown ? ProgressDisplay.start(terminal) : null;
            Supplier<ClientRequest> requests = () -> {
                ClientRequest request = client.request(method, target.toString());
                adding.accept(request);
                connection.timeout().ifPresent(request::timeout);
                return progress == null ? request : request.onProgress(progress);
            };
            Consumer<String> say = progress == null ? terminal.err()::println : progress::say;
            Response response;
            try (progress) {
                response = output == null
                        ? requests.get().send()
                        : download(new Download(requests, target.toString(), say), output, terminal);
            } catch (IllegalStateException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
            if (progress != null && response.isSuccess()) {
                progress.summary().ifPresent(terminal.err()::println);
            }
            ResponsePrinter printer = new ResponsePrinter(terminal);
            return output == null ? printer.print(response) : printer.printHead(response);
        }
    }

    private Response download(Download download, String to, Terminal terminal) throws IOException {
        if (to.equals("-")) {
            return download.to(terminal.out());
        }
        try {
            return download.to(Path.of(to), resume);
        } catch (InvalidPathException e) {
            throw new UsageException("-o: \"" + to + "\" (expected: the name of a file, or -)");
        }
    }
}
