package dev.pipit.coap.testkit.compliance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checked-out source tree: where the tables, the reasons, the tests and the report are.
 *
 * @param root the directory that holds {@code coap-core}
 */
record Repository(Path root) {
    private static final String REQUIREMENTS = "coap-core/src/test/resources/requirements";
    private static final Pattern TABLE_FILE = Pattern.compile("rfc(\\d+)\\.csv");

    /** Finds the tree around the working directory, which is the module's or the root itself. */
    static Repository aroundWorkingDirectory() {
        Path start = Path.of("").toAbsolutePath();
        for (Path each = start; each != null; each = each.getParent()) {
            if (Files.isDirectory(each.resolve(REQUIREMENTS))) {
                return new Repository(each);
            }
        }
        throw new IllegalStateException("no " + REQUIREMENTS + " in " + start + " or above it");
    }

    Path report() {
        return root.resolve("docs/reference/compliance.md");
    }

    Compliance compliance() throws IOException {
        Path reasons = root.resolve(REQUIREMENTS).resolve("reasons.csv");
        return new Compliance(tables(), Reason.read(Files.readString(reasons)), citations());
    }

    private List<Table> tables() throws IOException {
        List<Table> tables = new ArrayList<>();
        for (Path file : filesIn(root.resolve(REQUIREMENTS), 1)) {
            Matcher name = TABLE_FILE.matcher(file.getFileName().toString());
            if (name.matches()) {
                tables.add(Table.read(Integer.parseInt(name.group(1)), Files.readString(file)));
            }
        }
        tables.sort(Comparator.comparingInt(Table::rfc));
        return tables;
    }

    private List<Citation> citations() throws IOException {
        List<Citation> citations = new ArrayList<>();
        for (Path module : directoriesIn(root)) {
            Path tests = module.resolve("src/test/java");
            if (Files.isDirectory(tests)) {
                for (Path file : filesIn(tests, Integer.MAX_VALUE)) {
                    if (file.toString().endsWith(".java")) {
                        citations.addAll(scan(file));
                    }
                }
            }
        }
        return citations;
    }

    private List<Citation> scan(Path file) throws IOException {
        try {
            return RequirementScanner.scan(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(root.relativize(file) + ": " + e.getMessage(), e);
        }
    }

    private static List<Path> directoriesIn(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    private static List<Path> filesIn(Path directory, int depth) throws IOException {
        try (Stream<Path> entries = Files.walk(directory, depth)) {
            return entries.filter(Files::isRegularFile).toList();
        }
    }
}
