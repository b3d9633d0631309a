package dev.pipit.coap.examples.cli;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.RawOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a request holds. */
final class RequestOptions {
    @Option(names = "-e", paramLabel = "TEXT", description = "payload; text/plain unless -t says otherwise")
    @Nullable
    String text;

    @Option(names = "-f", paramLabel = "FILE", description = "payload from a file, - for the standard input")
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

    void addTo(ClientRequest request, Terminal terminal) throws IOException {
        if (accept != null) {
            request.accept(accept);
        }
        for (RawOption option : options) {
            request.rawOption(option.number(), option.value());
        }
        byte[] payload = payload(terminal);
        ContentFormat format = contentFormat == null && text != null ? ContentFormat.TEXT_PLAIN : contentFormat;
        if (payload == null && contentFormat != null) {
            payload = new byte[0];
        }
        if (payload != null && format != null) {
            request.payload(payload, format);
        } else if (payload != null) {
            request.payload(payload);
        }
        if (blockSize != null) {
            // RFC 7959 §2.2: the sizes are 2**(SZX + 4), SZX 0-6.
            if (blockSize < 16 || blockSize > 1024 || Integer.bitCount(blockSize) != 1) {
                throw new UsageException(
                        "--block-size: " + blockSize + " (expected: 16, 32, 64, 128, 256, 512 or 1024)");
            }
            request.blockSize(blockSize);
        }
        if (token != null) {
            request.token(token);
        }
        if (nonConfirmable) {
            request.nonConfirmable();
        }
    }

    private byte @Nullable [] payload(Terminal terminal) throws IOException {
        if (text != null && file != null) {
            throw new UsageException("-e and -f (expected: one of the two)");
        }
        if (text != null) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (file == null) {
            return null;
        }
        try {
            return file.equals("-") ? terminal.in().readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException("-f: \"" + file + "\" (expected: a file that exists, or -)");
        }
    }
}
