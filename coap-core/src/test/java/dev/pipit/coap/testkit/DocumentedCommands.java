package dev.pipit.coap.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs the shell commands of a section of the documentation, so that they are known to work. */
public final class DocumentedCommands {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private DocumentedCommands() {}

    /**
     * Runs the blocks of a section in a directory, one after the other, in one shell that stops where one fails.
     *
     * @param page a file below docs
     * @param heading of the section, without the signs before it
     * @param change what is to be different from what is written there, as the name of a host
     */
    public static void run(String page, String heading, Path directory, UnaryOperator<String> change)
            throws IOException, InterruptedException {
        String script = change.apply("set -e\n" + blocks(page, heading));
        Process process = new ProcessBuilder(List.of("sh", "-c", script))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    private static String blocks(String page, String heading) throws IOException {
        String text = Files.readString(DOCS.resolve(page));
        String[] parts = text.split("\n#+ " + Pattern.quote(heading) + "\n", 2);
        assertEquals(2, parts.length, page + " has no section " + heading);
        String section = parts[1].split("\n#+ [A-Z]", 2)[0];
        String blocks =
                BLOCK.matcher(section).results().map(block -> block.group(1)).collect(Collectors.joining());
        assertTrue(!blocks.isEmpty(), heading + " of " + page + " has no commands");
        return blocks;
    }
}
