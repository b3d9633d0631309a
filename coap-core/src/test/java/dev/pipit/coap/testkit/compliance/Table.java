package dev.pipit.coap.testkit.compliance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The requirement rows of one RFC, in the order of its file.
 *
 * @param rfc the number
 */
record Table(int rfc, List<Row> rows) {
    private static final List<String> HEADER = List.of("id", "section", "level", "role", "statement", "how_to_test");

    Table {
        rows = List.copyOf(rows);
        Set<String> ids = new HashSet<>();
        for (Row row : rows) {
            if (!row.id().startsWith("R" + rfc + "-")) {
                throw new IllegalArgumentException("id: " + row.id() + " (expected: one of RFC " + rfc + ")");
            }
            if (!ids.add(row.id())) {
                throw new IllegalArgumentException("id: " + row.id() + " occurs twice");
            }
        }
    }

    static Table read(int rfc, String csv) {
        return new Table(
                rfc,
                Csv.read(csv, HEADER).stream()
                        .map(f -> new Row(f.get(0), f.get(1), f.get(2), f.get(3), f.get(4)))
                        .toList());
    }
}
