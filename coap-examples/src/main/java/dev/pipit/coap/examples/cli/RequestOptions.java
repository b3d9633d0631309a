package dev.pipit.coap.examples.cli;

import dev.pipit.coap.body.Body;
import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.RawOption;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a request holds. */
final class RequestOptions {
    @Option(names = "-e", paramLabel = "TEXT", description = "payload; text/plain unless -t says otherwise")
    @Nullable
    String text;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "payload from a file, of any size; - for the standard input")
    @Nullable
    String file;

    @Option(
            names = "-t",
            paramLabel = "FORMAT",
            converter = OptionArguments.Format.class,
            description = "Content-Format of the payload: json, text/plain, 60 …")
    @Nullable
    ContentFormat contentFormat;

    @Option(
            names = "-A",
            paramLabel = "FORMAT",
            converter = OptionArguments.Format.class,
            description = "Accept: the format that the response shall have")
    @Nullable
    ContentFormat accept;

    @Option(
            names = "-O",
            paramLabel = "OPTION,VALUE",
            converter = OptionArguments.AnyOption.class,
            description = "any option by number or name; the value is text (a number for options that hold one), or"
                    + " bytes as 0x…; repeatable")
    List<RawOption> options = new ArrayList<>();

    @Option(
            names = "-T",
            paramLabel = "TOKEN",
            converter = OptionArguments.ChosenToken.class,
            description = "use this token: text, or bytes as 0x…, 0-8 bytes")
    @Nullable
    Token token;

    @Option(names = "-N", description = "send it non-confirmable: once, and it may get lost")
    boolean nonConfirmable;

    @Option(
            names = {"-b", "--block-size"},
            paramLabel = "BYTES",
            description = "bodies in blocks of at most so many bytes, both ways: 16, 32, 64 … 1024 (the default)")
    @Nullable
    Integer blockSize;

    private long payloadBytes;

    /** How large the payload is; after {@link #prepare} without streaming. */
    long payloadBytes() {
        return payloadBytes;
    }

    /**
     * Reads what there is to read, once, and checks it.
     *
     * @param streams whether a large body may be read while it goes out, from a file or the standard input
     * @return adds all of it to a request
     */
    Consumer<ClientRequest> prepare(Terminal terminal, boolean streams) throws IOException {
        Consumer<ClientRequest> payload = payload(terminal, streams);
        if (blockSize != null && (blockSize < 16 || blockSize > 1024 || Integer.bitCount(blockSize) != 1)) {
            // RFC 7959 §2.2: the sizes are 2**(SZX + 4), SZX 0-6.
            throw new UsageException("--block-size: " + blockSize + " (expected: 16, 32, 64, 128, 256, 512 or 1024)");
        }
        return request -> {
            addOptions(request);
            payload.accept(request);
        };
    }

    private void addOptions(ClientRequest request) {
        if (accept != null) {
            request.accept(accept);
        }
        for (RawOption option : options) {
            request.rawOption(option.number(), option.value());
        }
        if (blockSize != null) {
            request.blockSize(blockSize);
        }
        if (token != null) {
            request.token(token);
        }
        if (nonConfirmable) {
            request.nonConfirmable();
        }
    }

    private Consumer<ClientRequest> payload(Terminal terminal, boolean streams) throws IOException {
        if (text != null && file != null) {
            throw new UsageException("-e and -f (expected: one of the two)");
        }
        if (text != null) {
            ContentFormat format = contentFormat == null ? ContentFormat.TEXT_PLAIN : contentFormat;
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            payloadBytes = bytes.length;
            return request -> request.payload(bytes, format);
        }
        if (file == null) {
            return contentFormat == null ? request -> {} : bytes(new byte[0]);
        }
        return file.equals("-") ? fromInput(terminal.in(), streams) : fromFile(file, streams);
    }

    private Consumer<ClientRequest> fromFile(String name, boolean streams) throws IOException {
        try {
            Path path = Path.of(name);
            if (Files.exists(path)) {
                return streams ? body(Body.of(path)) : bytes(Files.readAllBytes(path));
            }
        } catch (InvalidPathException e) {
            // Then there is none.
        }
        throw new UsageException("-f: \"" + name + "\" (expected: a file that exists, or -)");
    }

    /** What is short is read first: its length is known then, and it can be sent again where the server wants that. */
    private Consumer<ClientRequest> fromInput(InputStream in, boolean streams) throws IOException {
        byte[] beginning = in.readNBytes(streams ? READ_FIRST_BYTES : Integer.MAX_VALUE);
        return streams && beginning.length == READ_FIRST_BYTES
                ? body(Body.of(new SequenceInputStream(new ByteArrayInputStream(beginning), in)))
                : bytes(beginning);
    }

    private Consumer<ClientRequest> bytes(byte[] payload) {
        ContentFormat format = contentFormat;
        payloadBytes = payload.length;
        return request -> {
            if (format == null) {
                request.payload(payload);
            } else {
                request.payload(payload, format);
            }
        };
    }

    private Consumer<ClientRequest> body(Body body) {
        ContentFormat format = contentFormat;
        return request -> {
            request.body(body);
            if (format != null) {
                request.contentFormat(format);
            }
        };
    }

    private static final int READ_FIRST_BYTES = 1 << 20;
}
