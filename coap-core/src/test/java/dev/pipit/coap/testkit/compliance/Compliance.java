package dev.pipit.coap.testkit.compliance;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows of every table, each with the tests that show it or the reason why none does. */
final class Compliance {
    private final List<Table> tables;
    private final SortedMap<String, Reason> reasons;
    private final SortedMap<String, SortedSet<String>> testsById = new TreeMap<>();

    Compliance(List<Table> tables, SortedMap<String, Reason> reasons, List<Citation> citations) {
        this.tables = List.copyOf(tables);
        this.reasons = reasons;
        for (Citation each : citations) {
            testsById.computeIfAbsent(each.id(), id -> new TreeSet<>()).add(each.test());
        }
    }

    List<Table> tables() {
        return tables;
    }

    /** The tests of a row in alphabetical order. */
    List<String> testsOf(Row row) {
        return List.copyOf(testsById.getOrDefault(row.id(), new TreeSet<>()));
    }

    Coverage coverageOf(Row row) {
        if (testsById.containsKey(row.id())) {
            return Coverage.TESTED;
        }
        return reasons.containsKey(row.id()) ? Coverage.REASONED : Coverage.OPEN;
    }

    /** What the table says about a row in its status column. */
    String statusOf(Row row) {
        Reason reason = reasons.get(row.id());
        String stated = reason == null ? "" : reason.status() + ": " + reason.text();
        return switch (coverageOf(row)) {
            case TESTED -> reason == null ? "tested" : "tested; " + stated;
            case REASONED -> stated;
            case OPEN -> "open";
        };
    }

    /** What is wrong with the annotations and the reasons, one line each; empty when they are sound. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        SortedSet<String> known = new TreeSet<>();
        tables.forEach(table -> table.rows().forEach(row -> known.add(row.id())));
        testsById.forEach((id, tests) -> {
            if (!known.contains(id)) {
                problems.add("@Requirement names unknown id " + id + ": " + String.join(", ", tests));
            }
        });
        reasons.forEach((id, reason) -> {
            if (!known.contains(id)) {
                problems.add("reasons.csv names unknown id " + id);
            } else if (testsById.containsKey(id) && !reason.allowsTest()) {
                problems.add("reasons.csv says " + id + " is " + reason.status() + ", but tests show it: "
                        + String.join(", ", testsById.get(id)));
            }
        });
        return problems;
    }

    /** The rows that bind an endpoint and have neither a test nor a reason. */
    List<Row> unanswered() {
        return tables.stream()
                .flatMap(table -> table.rows().stream())
                .filter(row -> row.bindsEndpoint() && coverageOf(row) == Coverage.OPEN)
                .toList();
    }

    enum Coverage {
        TESTED,
        REASONED,
        OPEN
    }
}
