package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Reply;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.resource.Handler;
import dev.pipit.coap.resource.RequestContext;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A large body that is for one identity only, while it is on its way in blocks. */
class ProtectedBlocksIT {
    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECRET = new byte[5000];

    private static Reply forAdmin(RequestContext context, Handler next) throws Exception {
        boolean admin = context.peer().identity() instanceof PskIdentity psk
                && psk.name().equals("admin");
        return admin ? next.handle(context) : Response.of(Code.FORBIDDEN);
    }

    private static CoapClient client(String identity) {
        return CoapClient.builder().dtls(DtlsConfig.psk(identity, KEY)).build();
    }

    // RFC 7959 §7: "access control and encryption mechanisms […] apply to all blocks"
    @Test
    @Requirement("R7959-060")
    void noBlockIsForAnotherIdentity() {
        try (CoapServer server = CoapServer.builder()
                        .filter(ProtectedBlocksIT::forAdmin)
                        .get("/secret", context -> Response.content(SECRET, ContentFormat.OCTET_STREAM))
                        .put("/secret", context -> Response.of(Code.CHANGED))
                        .bindSecure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .dtls(DtlsConfig.builder()
                                .pskStore(PskStore.of(Map.of("admin", KEY, "guest", KEY)))
                                .build())
                        .start();
                CoapClient admin = client("admin");
                CoapClient guest = client("guest")) {
            String uri = server.uri("coaps", "/secret");
            assertEquals(5000, admin.get(uri).send().payload().length);
            for (int number = 0; number < 5; number++) {
                Response block = guest.get(uri)
                        .option(StandardOptions.BLOCK2, new Block(number, false, 6))
                        .send();
                assertEquals(Code.FORBIDDEN, block.code(), "block " + number);
            }
            assertEquals(
                    Code.CHANGED,
                    admin.put(uri)
                            .payload(SECRET, ContentFormat.OCTET_STREAM)
                            .send()
                            .code());
            assertEquals(
                    Code.FORBIDDEN,
                    guest.put(uri)
                            .payload(SECRET, ContentFormat.OCTET_STREAM)
                            .send()
                            .code());
        }
    }
}
