package dev.pipit.coap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Looks at the sources of every module: their size, and that each package says what it is for. */
class SourceFilesTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final int MAX_LINES = 500;

    @Test
    void sourceFilesAreShort() throws IOException {
        List<Path> sources = sources("src");
        assertFalse(sources.isEmpty(), () -> "no sources below " + REPOSITORY);
        assertEquals(
                List.of(),
                sources.stream().filter(file -> lines(file).size() > MAX_LINES).toList());
    }

    @Test
    void packagesAreDescribedAndNullMarked() throws IOException {
        List<Path> packages = sources("src/main/java").stream()
                .filter(file -> !file.endsWith("module-info.java"))
                .map(Path::getParent)
                .distinct()
                .toList();
        assertFalse(packages.isEmpty(), () -> "no packages below " + REPOSITORY);
        assertEquals(
                List.of(),
                packages.stream().filter(folder -> !isDescribed(folder)).toList());
    }

    private static boolean isDescribed(Path folder) {
        Path info = folder.resolve("package-info.java");
        if (!Files.exists(info)) {
            return false;
        }
        List<String> lines = lines(info);
        return lines.contains("@NullMarked") && lines.get(0).startsWith("/**");
    }

    private static List<Path> sources(String below) throws IOException {
        try (Stream<Path> modules = Files.list(REPOSITORY)) {
            List<Path> roots = modules.map(module -> module.resolve(below))
                    .filter(Files::isDirectory)
                    .toList();
            return roots.stream().flatMap(SourceFilesTest::javaFiles).toList();
        }
    }

    private static Stream<Path> javaFiles(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
