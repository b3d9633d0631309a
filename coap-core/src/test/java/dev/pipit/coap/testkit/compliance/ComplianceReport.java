package dev.pipit.coap.testkit.compliance;

import dev.pipit.coap.testkit.compliance.Compliance.Coverage;
import java.util.List;
import java.util.Locale;

/** Writes a {@link Compliance} as Markdown; the same rows and tests give the same bytes. */
final class ComplianceReport {
    private static final String INTRODUCTION = """
            # Compliance

            Generated from the requirement tables in `coap-core/src/test/resources/requirements` and the
            `@Requirement` annotations of the tests; do not edit. Refresh it with
            `%s`.

            Levels are the keywords of RFC 2119; FACT is defined behaviour that the text states without a keyword.
            A row is *tested* when at least one test names it, *open* when it has neither a test nor a reason.
            The reasons are: *not-applicable* (Pipit has no such role, or takes the other branch of a choice),
            *later* (planned, not there yet), *by-design* (Pipit differs on purpose) and *documented* (shown by
            documentation). Rows that were corrected against the text of their RFC are listed in
            [requirement-corrections.md](requirement-corrections.md).
            """;

    private final Compliance compliance;
    private final StringBuilder out = new StringBuilder();

    private ComplianceReport(Compliance compliance) {
        this.compliance = compliance;
    }

    /** @param refreshCommand how a reader brings the file up to date */
    static String render(Compliance compliance, String refreshCommand) {
        ComplianceReport report = new ComplianceReport(compliance);
        report.out.append(String.format(Locale.ROOT, INTRODUCTION, refreshCommand));
        report.totals();
        compliance.tables().forEach(report::table);
        return report.out.toString();
    }

    private void totals() {
        out.append(
                "\n## Totals\n\n| RFC | level | rows | tested | with a reason | open |\n|---|---|--:|--:|--:|--:|\n");
        for (Table table : compliance.tables()) {
            for (String level : Level.ALL) {
                total(
                        table.rfc(),
                        level,
                        table.rows().stream()
                                .filter(row -> row.level().equals(level))
                                .toList());
            }
            total(table.rfc(), "all", table.rows());
        }
    }

    private void total(int rfc, String level, List<Row> rows) {
        if (!rows.isEmpty()) {
            out.append("| ").append(rfc).append(" | ").append(level);
            out.append(" | ").append(rows.size());
            for (Coverage coverage : Coverage.values()) {
                long count = rows.stream()
                        .filter(row -> compliance.coverageOf(row) == coverage)
                        .count();
                out.append(" | ").append(count);
            }
            out.append(" |\n");
        }
    }

    private void table(Table table) {
        out.append("\n## RFC ").append(table.rfc());
        out.append(
                "\n\n| id | section | level | role | requirement | status | tests |\n|---|---|---|---|---|---|---|\n");
        for (Row row : table.rows()) {
            out.append("| ").append(row.id());
            out.append(" | ").append(row.section());
            out.append(" | ").append(row.level());
            out.append(" | ").append(row.role());
            out.append(" | ").append(escape(row.statement()));
            out.append(" | ").append(escape(compliance.statusOf(row)));
            out.append(" | ").append(String.join("<br>", compliance.testsOf(row)));
            out.append(" |\n");
        }
    }

    private static String escape(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1")
                .replace("&", "&amp;")
                .replace("<", "&lt;");
    }
}
