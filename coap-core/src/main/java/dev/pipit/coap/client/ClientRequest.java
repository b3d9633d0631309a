package dev.pipit.coap.client;

import dev.pipit.coap.blockwise.TransferListener;
import dev.pipit.coap.body.Body;
import dev.pipit.coap.body.Progress;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.NoResponse;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.observe.ObservationListener;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request being written, and the way to send it. Not safe for use by several threads; may be sent several times.
 *
 * <pre>{@code
 * Response response = client.get("coap://host/sensors/1").accept(ContentFormat.JSON).send();
 * }</pre>
 */
public final class ClientRequest {
    private final CoapClient client;
    private final CoapUri uri;
    private final Request.Builder request;
    private boolean confirmable = true;
    private TransmissionParameters parameters;
    private @Nullable Duration timeout;
    private @Nullable Token token;
    private @Nullable Block blockSize;
    private @Nullable Body body;
    private @Nullable ContentFormat contentFormat;
    private @Nullable Consumer<Progress> progress;
    private TransferListener.@Nullable Resumption resumption;

    ClientRequest(CoapClient client, CoapUri uri, Code method, TransmissionParameters parameters) {
        this.client = client;
        this.uri = uri;
        this.request = Request.builder(method);
        this.parameters = parameters;
    }

    /** Asks for a format. */
    public ClientRequest accept(ContentFormat format) {
        request.accept(format);
        return this;
    }

    /** Adds an argument to the URI's query, as it is. */
    public ClientRequest query(String argument) {
        request.query(argument);
        return this;
    }

    /** Names a representation at hand: the answer may be 2.03 Valid. */
    public ClientRequest etag(EntityTag tag) {
        request.etag(tag);
        return this;
    }

    /** Asks that the target have this entity-tag; {@link EntityTag#EMPTY} asks that it exist. */
    public ClientRequest ifMatch(EntityTag tag) {
        request.ifMatch(tag);
        return this;
    }

    /** Asks that the target not exist. */
    public ClientRequest ifNoneMatch() {
        request.ifNoneMatch();
        return this;
    }

    /** Adds an option. */
    public <T> ClientRequest option(OptionDefinition<T> definition, T value) {
        request.option(definition, value);
        return this;
    }

    /** Adds an option by its number, unchecked. */
    public ClientRequest rawOption(int number, byte[] value) {
        request.rawOption(number, value);
        return this;
    }

    /**
     * Asks the server not to answer with responses of these classes, 2, 4 or 5; without arguments with none at all
     * (RFC 7967). It may answer nevertheless, and then that is the response. Best with {@link #nonConfirmable}.
     *
     * <p>Where none is wanted the request is over when it is sent, or when a CON is acknowledged; where some are, when
     * the {@link #timeout} is over without one. The response is {@link Response#NONE} in both cases, which does not say
     * that the request was successful, or even arrived.
     *
     * @throws IllegalArgumentException if a class is another
     */
    public ClientRequest noResponse(int... classes) {
        request.option(StandardOptions.NO_RESPONSE, NoResponse.of(classes));
        return this;
    }

    /** A payload of text, with Content-Format text/plain. */
    public ClientRequest payload(String text) {
        body = null;
        request.payload(text);
        return this;
    }

    /** A payload; the bytes are not copied and must not be modified afterwards. */
    public ClientRequest payload(byte[] bytes, ContentFormat format) {
        body = null;
        request.payload(bytes, format);
        return this;
    }

    /** A payload without a Content-Format; the bytes are not copied and must not be modified afterwards. */
    public ClientRequest payload(byte[] bytes) {
        body = null;
        request.payload(bytes);
        return this;
    }

    /**
     * A body that is read while it goes out, from a file.
     *
     * @throws UncheckedIOException if there is no such file, or it cannot be read
     */
    public ClientRequest body(Path file) {
        return body(Body.of(file));
    }

    /** A body that is read while it goes out, from a stream, which is closed then. The request can be sent once. */
    public ClientRequest body(InputStream stream) {
        return body(Body.of(stream));
    }

    /** A body that is asked for while it goes out, of a publisher. The request can be sent once. */
    public ClientRequest body(Flow.Publisher<ByteBuffer> publisher) {
        return body(Body.of(publisher));
    }

    /**
     * A body that is read while it goes out, in the place of a payload. No more of it is in memory than is read ahead. A
     * server that wants it from the start again, after 4.08 or for smaller blocks, gets it so where it {@linkplain
     * Body#isRepeatable can be read again}; else {@link dev.pipit.coap.message.TransferFailedException}.
     */
    public ClientRequest body(Body value) {
        request.payload(new byte[0]);
        body = value;
        return this;
    }

    /** The format of the body. */
    public ClientRequest contentFormat(ContentFormat format) {
        contentFormat = format;
        return this;
    }

    /**
     * Says who hears how far the bodies have come: first the request's, as the server confirms it, then the response's,
     * as it comes in. Called on the event loop, and must not block; after each block, and once for a body that goes
     * whole.
     */
    public ClientRequest onProgress(Consumer<Progress> listener) {
        progress = listener;
        return this;
    }

    /**
     * Goes on with a download that broke off, with {@link #open}: the body that comes is the rest. Where the
     * representation has become another one, that is a {@link dev.pipit.coap.message.TransferFailedException}.
     *
     * @param offset how many bytes are there already
     * @param tag the entity-tag of the response that they are of
     */
    public ClientRequest resumeAt(long offset, EntityTag tag) {
        resumption = new TransferListener.Resumption(offset, tag);
        return this;
    }

    /** Sends it as CON, which is the default: repeated until it is acknowledged. */
    public ClientRequest confirmable() {
        confirmable = true;
        return this;
    }

    /** Sends it as NON: once, and it may get lost. */
    public ClientRequest nonConfirmable() {
        confirmable = false;
        return this;
    }

    /**
     * Asks for bodies in blocks of at most so many bytes, the request's and the response's (RFC 7959 §2.4); by default
     * they are of up to 1024 bytes, and what fits into one goes without. The server may choose smaller ones.
     *
     * @throws IllegalArgumentException if it is none of 16, 32, 64, 128, 256, 512, 1024
     */
    public ClientRequest blockSize(int bytes) {
        blockSize = new Block(0, false, Block.exponentOf(bytes));
        return this;
    }

    /**
     * How long to wait for the response in all; MAX_TRANSMIT_WAIT, 93 s, by default. Where bodies go in blocks, it is
     * the time for each of them.
     */
    public ClientRequest timeout(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("timeout: " + value + " (expected: more than 0)");
        }
        timeout = value;
        return this;
    }

    /**
     * Chooses the token, for tests and diagnosis. By default each request has a fresh one of eight random bytes, which
     * guards against forged responses (RFC 7252 §5.3.1). While a request with it waits, no other can use it.
     *
     * <p>One of more than 8 bytes (RFC 8974) is sent where the server is known to take it, which a trial finds out; where
     * it does not, the request has a random token of 8 bytes.
     *
     * @throws IllegalArgumentException if it is longer than {@code EndpointConfig.maxTokenLength}, 8 bytes by default
     */
    public ClientRequest token(Token value) {
        if (value.length() > client.maxTokenLength()) {
            throw new IllegalArgumentException("token length: " + value.length() + " (expected: 0-"
                    + client.maxTokenLength() + "; EndpointConfig.maxTokenLength allows more)");
        }
        token = value;
        return this;
    }

    /** Other times and counts of retransmission for this request; NSTART and PROBING_RATE remain the client's. */
    public ClientRequest transmission(TransmissionParameters value) {
        parameters = value;
        return this;
    }

    /**
     * Sends the request and waits for the response, whatever its code is.
     *
     * @throws CoapException if no response can be had; the subtype says why
     * @throws IllegalStateException if called on an event loop, for which it would wait in vain
     */
    public Response send() {
        return client.await(sendAsync());
    }

    /**
     * Observes the resource (RFC 7641), with a GET or FETCH: the listener hears of its state now, whenever it changes,
     * and when the observation is interrupted, resumed or over. It is called on the event loop and must not block.
     * Filters of the client see the registration and its first response, see {@link ClientFilter}.
     *
     * @throws IllegalStateException if the method is another
     */
    public Observation observe(ObservationListener listener) {
        ClientCall call = call(null);
        Code method = call.request().code();
        if (method != Code.GET && method != Code.FETCH) {
            throw new IllegalStateException("observe with " + method + " (expected: GET or FETCH)");
        }
        if (body != null) {
            throw new IllegalStateException("observe with a body that streams (expected: a payload)");
        }
        return client.observe(call, listener);
    }

    /**
     * The states of the resource as a stream. Each subscriber observes it ({@link #observe(ObservationListener)}) until
     * it cancels. One that asks for less than there is gets the newest state, not each. The stream completes where the
     * server does not let the resource be observed, after its state; it fails where the observation ends otherwise.
     */
    public Flow.Publisher<Response> observe() {
        return new ObservationPublisher(this::observe);
    }

    /**
     * Sends the request. The future completes on the event loop, so that what is hung on it must not block (or is hung
     * on with an executor of its own: {@code thenApplyAsync(…, executor)}). Cancelling it gives the request up.
     *
     * @return the response, whatever its code is; or a {@link CoapException}
     */
    public CompletableFuture<Response> sendAsync() {
        return send(call(false));
    }

    /**
     * Sends the request and waits for the head of the response; the body is to be read while it comes in, and the server
     * is asked for more only as it is read. {@link StreamedResponse#close} when done with it.
     *
     * <p>If the representation changes while it is read, reading fails: nothing is mixed.
     *
     * @throws CoapException if no response can be had; the subtype says why
     * @throws IllegalStateException if called on an event loop, for which it would wait in vain
     */
    public StreamedResponse open() {
        return client.await(openAsync());
    }

    /**
     * Sends the request. The future completes on the event loop, as that of {@link #sendAsync} does; a reader who waits
     * for the body must do so elsewhere. Cancelling it gives the request up.
     *
     * @return the response, whatever its code is, with its body; or a {@link CoapException}
     */
    public CompletableFuture<StreamedResponse> openAsync() {
        CallStreams streams = streams(true);
        return Streaming.open(send(call(streams)), streams);
    }

    /**
     * Sends the request, and writes the body of a response of success to a file as it comes in, by way of a temporary one
     * ({@link dev.pipit.coap.body.IncomingBody#saveTo}). Waits until that is done. After any other response, and after
     * 2.03 Valid, the file is as it was.
     *
     * @return the response, without the body that was saved
     * @throws CoapException if no response can be had, or its body breaks off
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException if called on an event loop, for which it would wait in vain, or after {@link
     *     #resumeAt}
     */
    public Response saveTo(Path file) throws IOException {
        requireStart();
        return Streaming.save(open(), file);
    }

    /**
     * The same without waiting. The future completes on a thread of the client for such work. Cancelling it gives the
     * transfer up and leaves the file as it was.
     *
     * @return the response, without the body that was saved; or a {@link CoapException}, or an {@link IOException} where
     *     the file cannot be written
     * @throws IllegalStateException after {@link #resumeAt}
     */
    public CompletableFuture<Response> saveToAsync(Path file) {
        requireStart();
        return Streaming.save(openAsync(), file, client.bodyThreads());
    }

    private void requireStart() {
        if (resumption != null) {
            throw new IllegalStateException(
                    "saveTo after resumeAt(" + resumption.offset() + ") (expected: open().body().appendTo(file))");
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is the same
    private CompletableFuture<Response> send(ClientCall call) {
        CompletableFuture<Response> response = client.send(call);
        CallStreams streams = call.streams();
        if (streams != null) {
            response.whenComplete((ignored, failure) -> streams.end(failure != null));
        }
        return response;
    }

    private ClientCall call(boolean streamsResponse) {
        return call(
                body == null && progress == null && resumption == null && !streamsResponse
                        ? null
                        : streams(streamsResponse));
    }

    private CallStreams streams(boolean streamsResponse) {
        return new CallStreams(body, progress, resumption, streamsResponse);
    }

    private ClientCall call(@Nullable CallStreams streams) {
        long timeoutNanos = timeout == null ? parameters.maxTransmitWaitNanos() : timeout.toNanos();
        SendOptions options = new SendOptions(confirmable, parameters, timeoutNanos, token);
        return new ClientCall(uri, build(streams), options, streams);
    }

    private Request build(@Nullable CallStreams streams) {
        Request built = request.build();
        Options options = built.options();
        if (contentFormat != null) {
            options = options.with(StandardOptions.CONTENT_FORMAT, contentFormat);
        }
        // RFC 8132 §2.3.1: "A FETCH request MUST include a Content-Format option"
        if (built.code() == Code.FETCH && !options.has(StandardOptions.CONTENT_FORMAT)) {
            throw new IllegalStateException(
                    "FETCH without a Content-Format (expected: the format of its payload, RFC 8132 §2.3.1)");
        }
        if (blockSize != null) {
            options = options.with(StandardOptions.BLOCK2, blockSize);
        }
        boolean retrieval = built.code() == Code.GET || built.code() == Code.FETCH;
        if (streams != null && retrieval && !options.has(StandardOptions.SIZE2)) {
            // RFC 7959 §4: "In a request, to ask the server to provide a size estimate along with the usual response"
            options = options.with(StandardOptions.SIZE2, 0L);
        }
        boolean same = contentFormat == null && blockSize == null && streams == null;
        return same ? built : built.withOptions(options);
    }
}
