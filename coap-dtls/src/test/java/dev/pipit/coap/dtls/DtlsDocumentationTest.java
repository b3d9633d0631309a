package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pipit.coap.testkit.snippets.Snippet;
import dev.pipit.coap.testkit.snippets.SnippetCompiler;
import dev.pipit.coap.testkit.snippets.SnippetReader;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compiles what the documentation of DTLS shows, and looks for the limits in the reference. */
class DtlsDocumentationTest {
    private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();

    @Test
    void everyJavaBlockCompiles() throws IOException {
        List<Snippet> snippets = SnippetReader.read("dtls.md", Files.readAllLines(DOCS.resolve("how-to/dtls.md")));
        assertFalse(snippets.isEmpty());
        assertEquals("", String.join("\n", SnippetCompiler.errors(snippets)));
    }

    @Test
    void configNamesEveryLimit() throws IOException {
        String config = Files.readString(DOCS.resolve("reference/config.md"));
        List<String> missing = Stream.of(DtlsLimits.class, SessionLimits.class)
                .flatMap(limits -> Arrays.stream(limits.getRecordComponents()))
                .map(RecordComponent::getName)
                .filter(name -> !config.contains("\n| `" + name + "` |"))
                .toList();
        assertEquals(List.of(), missing);
    }
}
