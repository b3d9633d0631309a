import dev.pipit.coap.message.Response;
import dev.pipit.coap.server.CoapServer;

/** The smallest server with Pipit, for its start: {@code port=}. */
final class PipitHello {
    private PipitHello() {}

    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0].substring("port=".length()));
        CoapServer.builder()
                .get("/bench", context -> Response.content("hello world"))
                .directExecutor()
                .start(port)
                .awaitClose();
    }
}
