package dev.pipit.coap.testkit.compliance;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Why a row has no test.
 *
 * @param status {@code not-applicable}: Pipit has no such role or takes the other branch of a choice; {@code later}:
 *     planned, not there yet; {@code by-design}: Pipit differs on purpose; {@code documented}: shown by documentation
 *     rather than by a test, which may exist as well
 */
record Reason(String id, String status, String text) {
    private static final List<String> HEADER = List.of("id", "status", "reason");
    private static final Set<String> STATUSES = Set.of("not-applicable", "later", "by-design", "documented");

    Reason {
        if (!STATUSES.contains(status)) {
            throw new IllegalArgumentException(id + ": status " + status + " (expected: one of " + STATUSES + ")");
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException(id + ": no reason given");
        }
    }

    boolean allowsTest() {
        return status.equals("documented");
    }

    static SortedMap<String, Reason> read(String csv) {
        SortedMap<String, Reason> reasons = new TreeMap<>();
        for (List<String> f : Csv.read(csv, HEADER)) {
            if (reasons.put(f.get(0), new Reason(f.get(0), f.get(1), f.get(2))) != null) {
                throw new IllegalArgumentException(f.get(0) + ": two reasons");
            }
        }
        return reasons;
    }
}
