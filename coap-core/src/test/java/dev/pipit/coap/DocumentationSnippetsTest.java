package dev.pipit.coap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.testkit.snippets.Snippet;
import dev.pipit.coap.testkit.snippets.SnippetCompiler;
import dev.pipit.coap.testkit.snippets.SnippetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compiles every Java block of README.md and of the Markdown files below docs, but those named dtls.md, which are for the
 * tests of coap-dtls.
 */
class DocumentationSnippetsTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    @Test
    void everyJavaBlockCompiles() throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        for (Path file : markdownFiles()) {
            snippets.addAll(SnippetReader.read(REPOSITORY.relativize(file).toString(), Files.readAllLines(file)));
        }
        assertTrue(
                snippets.stream().anyMatch(snippet -> snippet.file().equals("README.md")),
                () -> "no Java block in README.md of " + REPOSITORY);
        assertEquals("", String.join("\n", SnippetCompiler.errors(snippets)));
    }

    private static List<Path> markdownFiles() throws IOException {
        List<Path> files = new ArrayList<>(List.of(REPOSITORY.resolve("README.md")));
        try (Stream<Path> below = Files.walk(REPOSITORY.resolve("docs"))) {
            below.filter(file -> file.toString().endsWith(".md") && !file.endsWith("dtls.md"))
                    .sorted()
                    .forEach(files::add);
        }
        return files;
    }

    @Test
    void readsBlocksWhoseFenceSaysJavaWhateverElseItSays() {
        List<Snippet> snippets = read(
                "```java",
                "a();",
                "```",
                "``` Java ignore",
                "b();",
                "```",
                "- list",
                "  ~~~~java",
                "  c();",
                "  ~~~~",
                "```sh",
                "```java",
                "echo",
                "```",
                "```javascript",
                "d();",
                "```");
        assertEquals(
                List.of(
                        new Snippet("x.md", 2, List.of("a();")),
                        new Snippet("x.md", 5, List.of("b();")),
                        new Snippet("x.md", 9, List.of("  c();"))),
                snippets);
    }

    @Test
    void refusesBlockThatIsNotClosed() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> read("text", "```java", "a();", "````x"));
        assertTrue(refusal.getMessage().startsWith("x.md:2:"), refusal.getMessage());
    }

    @Test
    void compilesStatementsMembersAndFiles() throws IOException {
        assertEquals(List.of(), errors("```java", "var text = Response.content(led.state());", "```"));
        assertEquals(List.of(), errors("```java", "@Test", "void passes() {}", "```"));
        assertEquals(
                List.of(),
                errors("```java", "import java.util.List;", "", "public final class A { List<A> all; }", "```"));
    }

    @Test
    void reportsFileAndLineOfWhatDoesNotCompile() throws IOException {
        assertOneError("x.md:3: cannot find symbol", "```java", "int a = 1;", "int b = c;", "```");
        assertOneError("x.md:4: ", "", "```java", "@Test", "void fails() { int b = c; }", "```");
        assertOneError("x.md:3: ", "```java", "class A {", "    B b;", "}", "```");
        assertOneError("x.md:2: ", "```java", "System.out.println(", "```");
    }

    private static void assertOneError(String start, String... lines) throws IOException {
        List<String> errors = errors(lines);
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.get(0).startsWith(start), errors::toString);
    }

    @Test
    void reportsWhatIsDeprecated() throws IOException {
        assertOneError("x.md:2: ", "```java", "new java.util.Date(1, 2, 3);", "```");
    }

    private static List<String> errors(String... lines) throws IOException {
        return SnippetCompiler.errors(read(lines));
    }

    private static List<Snippet> read(String... lines) {
        return SnippetReader.read("x.md", List.of(lines));
    }
}
