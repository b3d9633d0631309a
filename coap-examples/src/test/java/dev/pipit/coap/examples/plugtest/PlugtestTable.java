package dev.pipit.coap.examples.plugtest;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which test runs which test description in which role. */
final class PlugtestTable {
    private final Map<String, String> objectives = new LinkedHashMap<>();
    private final Map<String, Map<Role, List<String>>> tests = new TreeMap<>();

    /** The descriptions of {@code plugtest.csv}, and the annotated tests of this module. */
    static PlugtestTable read() throws IOException, URISyntaxException {
        PlugtestTable table = new PlugtestTable();
        Path classes = Path.of(PlugtestTable.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.readAllLines(classes.resolve("plugtest.csv")).forEach(line -> {
            String[] row = line.split(";", 2);
            table.objectives.put(row[0], row[1]);
        });
        try (Stream<Path> files = Files.walk(classes)) {
            files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith("Test.class") || file.endsWith("IT.class"))
                    .sorted()
                    .forEach(table::addTestsOf);
        }
        return table;
    }

    private void addTestsOf(String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace(File.separatorChar, '.');
        Class<?> type;
        try {
            type = Class.forName(name, false, PlugtestTable.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
        Method[] methods = type.getDeclaredMethods();
        Arrays.sort(methods, Comparator.comparing(Method::getName));
        for (Method method : methods) {
            TestDescription description = method.getAnnotation(TestDescription.class);
            if (description != null) {
                String test = type.getSimpleName() + "." + method.getName();
                InRole role = type.getAnnotation(InRole.class);
                if (role == null) {
                    throw new IllegalStateException(test + " (expected: @InRole on its class)");
                }
                for (String id : description.value()) {
                    tests.computeIfAbsent(id, absent -> new EnumMap<>(Role.class))
                            .computeIfAbsent(role.value(), absent -> new ArrayList<>())
                            .add(test);
                }
            }
        }
    }

    /** Ids that tests name and {@code plugtest.csv} does not have. */
    List<String> unknown() {
        return tests.keySet().stream().filter(id -> !objectives.containsKey(id)).toList();
    }

    /** Descriptions without a test in a role. */
    List<String> missing(Role role) {
        return objectives.keySet().stream()
                .filter(id -> !tests.getOrDefault(id, Map.of()).containsKey(role))
                .toList();
    }

    /** How many descriptions have a test in a role. */
    private long count(Role role) {
        return objectives.size() - missing(role).size();
    }

    /** The table as Markdown, with its totals. */
    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(row("test description", Arrays.stream(Role.values()).map(Role::title)));
        lines.add(row("---", Arrays.stream(Role.values()).map(role -> "---")));
        lines.add(row("all " + objectives.size(), Arrays.stream(Role.values()).map(role -> "" + count(role))));
        objectives.forEach((id, objective) -> lines.add(
                row("**" + id + "** " + objective, Arrays.stream(Role.values()).map(role -> cell(id, role)))));
        return String.join("\n", lines) + "\n";
    }

    private String cell(String id, Role role) {
        return tests.getOrDefault(id, Map.of()).getOrDefault(role, List.of()).stream()
                .distinct()
                .map(test -> "`" + test + "`")
                .collect(Collectors.joining(" "));
    }

    private static String row(String first, Stream<String> rest) {
        return "| " + first + " | " + rest.collect(Collectors.joining(" | ")) + " |";
    }
}
