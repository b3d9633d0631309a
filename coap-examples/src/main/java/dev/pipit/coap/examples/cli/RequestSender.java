package dev.pipit.coap.examples.cli;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that send one request have in common. */
final class RequestSender {
    @Mixin
    private RequestOptions contents = new RequestOptions();

    @Option(names = "-o", paramLabel = "FILE", description = "write the payload of the response to a file")
    private @Nullable Path output;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    /** Sends the request, shows the response, and gives the exit code. */
    int send(Code method, Terminal terminal) throws IOException {
        CoapUri target = connection.target();
        try (CoapClient client = connection.client(terminal)) {
            ClientRequest request = client.request(method, target.toString());
            contents.addTo(request, terminal);
            connection.timeout().ifPresent(request::timeout);
            return new ResponsePrinter(terminal, output).print(response(request));
        }
    }

    private static Response response(ClientRequest request) {
        try {
            return request.send();
        } catch (IllegalStateException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
