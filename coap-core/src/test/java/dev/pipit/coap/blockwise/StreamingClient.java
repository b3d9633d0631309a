package dev.pipit.coap.blockwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.body.BodyPipe;
import dev.pipit.coap.body.BodySink;
import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.body.HandExecution;
import dev.pipit.coap.body.Progress;
import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A client at 192.0.2.1 of a virtual network whose request streams; other threads' work is done when a test says so. */
final class StreamingClient implements TransferListener {
    final VirtualNetwork network = new VirtualNetwork(7);
    final HandExecution execution = new HandExecution();
    final CoapEndpoint endpoint;
    final List<Response> responses = new ArrayList<>();
    final List<CoapException> failures = new ArrayList<>();
    final List<String> progress = new ArrayList<>();

    @Nullable
    Response head;

    private @Nullable Body body;
    private @Nullable Resumption resumption;
    private int capacity; // of the pipe; 0 to have the response whole
    private @Nullable BodyPipe pipe;
    private @Nullable InputStream reader;

    StreamingClient(BlockwiseConfig config) {
        this(EndpointConfig.DEFAULT.blockwise(config));
    }

    StreamingClient(EndpointConfig config) {
        endpoint = network.host("192.0.2.1").endpoint(61616, config, null);
    }

    WireScript server() {
        return network.script("192.0.2.2:5683", "192.0.2.1:61616");
    }

    StreamingClient body(Body value) {
        body = value;
        return this;
    }

    StreamingClient capacity(int bytes) {
        capacity = bytes;
        return this;
    }

    StreamingClient resumeAt(long offset, EntityTag tag) {
        resumption = new Resumption(offset, tag);
        return this;
    }

    RequestPort.OutgoingRequest ask(Request request) {
        return ask(request, TransmissionParameters.DEFAULT);
    }

    RequestPort.OutgoingRequest ask(Request request, TransmissionParameters parameters) {
        InetSocketAddress to = new InetSocketAddress(network.host("192.0.2.2").address(), 5683);
        return endpoint.request(
                to, PeerIdentity.NONE, request, SendOptions.confirmable(parameters), this, network.now());
    }

    /** Does what is left to other threads and to the loop. */
    void work() {
        execution.runAll(network.now());
    }

    BodyPipe pipe() {
        assertNotNull(pipe, "no body of a response has begun");
        return pipe;
    }

    InputStream reader() {
        if (reader == null) {
            reader = pipe().body().inputStream();
        }
        return reader;
    }

    /** Reads so many bytes, which have to be there, and tells the layer. */
    byte[] read(int count) throws IOException {
        byte[] bytes = reader().readNBytes(Math.min(count, reader().available()));
        work();
        assertEquals(count, bytes.length);
        return bytes;
    }

    /** The only outcome so far, which has to be a response. */
    Response response() {
        network.run(Duration.ofMillis(10));
        assertEquals(List.of(), failures);
        assertEquals(1, responses.size());
        return responses.get(0);
    }

    /** The only outcome so far, which has to be a failure. */
    CoapException failure() {
        network.run(Duration.ofMillis(10));
        assertEquals(List.of(), responses);
        assertEquals(1, failures.size());
        return failures.get(0);
    }

    @Override
    public @Nullable BodySource requestBody() {
        return body == null ? null : body.open(execution, 4096);
    }

    @Override
    public @Nullable Resumption resumption() {
        return resumption;
    }

    @Override
    public @Nullable BodySink onHead(Response response, OptionalLong length, long nowNanos) {
        head = response;
        pipe = capacity == 0 ? null : new BodyPipe(execution, length, capacity);
        return pipe;
    }

    @Override
    public void onProgress(Progress value, long nowNanos) {
        progress.add(value.toString());
    }

    @Override
    public void onResponse(Response response, long nowNanos) {
        responses.add(response);
    }

    @Override
    public void onFailure(CoapException failure, long nowNanos) {
        failures.add(failure);
    }
}
