import com.mbed.coap.packet.BlockSize;
import com.mbed.coap.packet.CoapResponse;
import com.mbed.coap.packet.Code;
import com.mbed.coap.packet.MediaTypes;
import com.mbed.coap.packet.Opaque;
import com.mbed.coap.server.CoapServer;
import com.mbed.coap.server.CoapServerBuilder;
import com.mbed.coap.server.RouterService;
import com.mbed.coap.server.observe.ObserversManager;
import com.mbed.coap.transport.udp.DatagramSocketTransport;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;

/**
 * java-coap with the resources of {@code coap serve --bench}; its notifications are confirmable.
 *
 * <p>Options: port; duplicates, how many requests are remembered (10,000, for 30 s: the library's own default).
 */
public final class JavaCoapServer {
    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        int port = options.number("port", 5683);
        int duplicates = options.number("duplicates", 0);
        ObserversManager observers = new ObserversManager();
        CoapServerBuilder builder = CoapServer.builder()
                .transport(new Udp(port))
                .blockSize(BlockSize.S_1024)
                .maxIncomingBlockTransferSize(32 << 20)
                .queueMaxSize(100_000)
                .route(routes(observers));
        if (duplicates > 0) {
            builder.duplicateMsgCacheSize(duplicates);
        }
        CoapServer server = builder.build();
        observers.init(server);
        server.start();
        System.out.println("listening on " + port);
    }

    private static RouterService.RouteBuilder routes(ObserversManager observers) {
        Opaque hello = Opaque.of("hello world");
        Opaque large = Opaque.of(new byte[65536]);
        Opaque huge = Opaque.of(new byte[16 << 20]);
        return RouterService.builder()
                .get("/bench", request -> content(hello))
                .get("/large", request -> content(large))
                .get("/huge", request -> content(huge))
                .put("/sink", request -> CoapResponse.coapResponse(Code.C204_CHANGED).toFuture())
                .post("/sink", request -> CoapResponse.coapResponse(Code.C204_CHANGED).toFuture())
                .get("/obsc", observers.then(request -> content(hello)))
                .post("/obsc", request -> {
                    observers.sendObservation("/obsc", observer -> content(hello));
                    return CoapResponse.coapResponse(Code.C204_CHANGED).toFuture();
                });
    }

    /** A new one each time: the library writes block options into what it is given. */
    private static CompletableFuture<CoapResponse> content(Opaque payload) {
        return CoapResponse.ok(payload).contentFormat(MediaTypes.CT_TEXT_PLAIN).toFuture();
    }

    private static final class Udp extends DatagramSocketTransport {
        Udp(int port) {
            super(port);
        }

        @Override
        protected void createSocket() throws SocketException {
            super.createSocket();
            socket.setReceiveBufferSize(4 << 20);
            socket.setSendBufferSize(4 << 20);
        }
    }
}
