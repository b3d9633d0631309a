package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.CoapServerExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in blocks between a server and clients on real sockets. */
@Timeout(60)
class BlockwiseIT {
    private static final int LENGTH = 64 << 10;

    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();

    @RegisterExtension
    final CoapServerExtension server = CoapServerExtension.of(builder -> builder.get("/{name}", ctx -> {
                byte[] bytes = stored.get(ctx.pathVariable("name"));
                return bytes == null
                        ? Response.of(Code.NOT_FOUND)
                        : Response.content(bytes, ContentFormat.OCTET_STREAM);
            })
            .put("/{name}", ctx -> {
                stored.put(ctx.pathVariable("name"), ctx.request().payload());
                return Response.changed();
            })
            .post(
                    "/{name}",
                    ctx -> Response.builder(Code.CHANGED)
                            .payload(ctx.request().payload())
                            .build()));

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 256, 512, 1024})
    void bringsABodyUpAndDown(int blockSize, CoapClient client) {
        byte[] body = body(LENGTH);
        Response changed = client.put(server.uri("/firmware"))
                .blockSize(blockSize)
                .payload(body, ContentFormat.OCTET_STREAM)
                .send();
        assertEquals(Code.CHANGED, changed.code());
        assertArrayEquals(body, stored.get("firmware"));

        Response content =
                client.get(server.uri("/firmware")).blockSize(blockSize).send();
        assertArrayEquals(body, content.payload());
        assertEquals(ContentFormat.OCTET_STREAM, content.contentFormat().orElseThrow());
        assertFalse(content.options().has(StandardOptions.BLOCK2));
    }

    @Test
    void bringsABodyUpAndDownInOneRequest(CoapClient client) {
        byte[] body = body(LENGTH + 1);
        assertArrayEquals(
                body, client.post(server.uri("/echo")).payload(body).send().payload());
    }

    @Test
    void bringsABodyUpAndDownNonConfirmably(CoapClient client) {
        byte[] body = body(3000);
        assertArrayEquals(
                body,
                client.post(server.uri("/echo"))
                        .nonConfirmable()
                        .payload(body)
                        .send()
                        .payload());
    }

    @Test
    void keepsConcurrentBodiesToOneTargetApart(CoapClient client) throws Exception {
        List<CompletableFuture<Response>> echoes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            echoes.add(client.post(server.uri("/echo")).payload(body(5000 + i)).sendAsync());
        }
        for (int i = 0; i < 8; i++) {
            assertArrayEquals(
                    body(5000 + i), echoes.get(i).get(30, TimeUnit.SECONDS).payload());
        }
    }

    @Test
    void servesSeveralClientsAtOnce() throws Exception {
        List<CoapClient> clients = new ArrayList<>();
        List<CompletableFuture<Response>> echoes = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                CoapClient client = CoapClient.create();
                clients.add(client);
                echoes.add(client.post(server.uri("/echo"))
                        .payload(body(20_000 + i))
                        .sendAsync());
            }
            for (int i = 0; i < 8; i++) {
                assertArrayEquals(
                        body(20_000 + i),
                        echoes.get(i).get(30, TimeUnit.SECONDS).payload());
            }
        } finally {
            clients.forEach(CoapClient::close);
        }
    }

    @Test
    void tellsHowLargeABodyMayBe() {
        try (CoapServer small = CoapServer.builder()
                        .endpoint(endpoint ->
                                endpoint.blockwise(endpoint.blockwise().maxBodyBytes(4096)))
                        .put("/x", ctx -> Response.changed())
                        .start(0);
                CoapClient client = CoapClient.create()) {
            Response refused = client.put(small.uri("/x")).payload(body(4097)).send();
            assertEquals(Code.REQUEST_ENTITY_TOO_LARGE, refused.code());
            assertEquals(4096, refused.options().uint(StandardOptions.SIZE1, 0));
            assertEquals(
                    Code.CHANGED,
                    client.put(small.uri("/x")).payload(body(4096)).send().code());
        }
    }
}
