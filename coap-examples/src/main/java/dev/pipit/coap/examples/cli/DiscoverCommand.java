package dev.pipit.coap.examples.cli;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.link.LinkFormat;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists a server's resources: {@code coap discover HOST [rt=temperature]}. */
@Command(sortOptions = false)
public final class DiscoverCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(
            index = "1..*",
            paramLabel = "FILTER",
            description = "only links with this attribute: rt=temperature, if=*, href=/sensors/*")
    private List<String> filters = new ArrayList<>();

    /** A command on a terminal. */
    public DiscoverCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        CoapUri given = connection.target();
        CoapUri target = given.path().isEmpty()
                ? new CoapUri(given.scheme(), given.host(), given.port(), List.of(".well-known", "core"), given.query())
                : given;
        try (CoapClient client = connection.client(terminal)) {
            ClientRequest request = client.request(Code.GET, target.toString()).accept(ContentFormat.LINK_FORMAT);
            filters.forEach(request::query);
            connection.timeout().ifPresent(request::timeout);
            Response response = request.send();
            if (!response.isSuccess()) {
                return new ResponsePrinter(terminal).print(response);
            }
            terminal.out().print(ReadablePayload.links(LinkFormat.parse(response.payload())));
            terminal.out().flush();
            return 0;
        }
    }
}
