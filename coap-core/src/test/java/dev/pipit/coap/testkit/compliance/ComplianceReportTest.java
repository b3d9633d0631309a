package dev.pipit.coap.testkit.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class ComplianceReportTest {
    private static final Table TABLE = Table.read(7252, """
            id,section,level,role,statement,how_to_test
            R7252-001,3,MUST,both,"Version is 1, <always>",look
            R7252-002,3,MUST NOT,server,a | b,look
            R7252-003,5.6,MUST NOT,cache,Not cached,look
            R7252-004,5.8,SHOULD,server,2.05,look
            R7252-005,5.8,MUST,client,Either,look
            """);

    @Test
    void countsTestsReasonsAndOpenRowsByLevel() {
        String report = render("R7252-003,later,no cache yet", new Citation("R7252-001", "ATest.a"));
        assertTrue(report.contains("| 7252 | MUST | 2 | 1 | 0 | 1 |\n"), report);
        assertTrue(report.contains("| 7252 | MUST NOT | 2 | 0 | 1 | 1 |\n"), report);
        assertTrue(report.contains("| 7252 | SHOULD | 1 | 0 | 0 | 1 |\n"), report);
        assertTrue(report.contains("| 7252 | all | 5 | 1 | 1 | 3 |\n"), report);
    }

    @Test
    void showsEachRowWithItsTestsOrReason() {
        String report = render(
                "R7252-003,later,no cache yet",
                new Citation("R7252-001", "BTest.b"),
                new Citation("R7252-001", "ATest.a"),
                new Citation("R7252-001", "ATest.a"));
        assertTrue(
                report.contains(
                        "| R7252-001 | 3 | MUST | both | Version is 1, &lt;always> | tested | ATest.a<br>BTest.b |\n"),
                report);
        assertTrue(report.contains("| R7252-002 | 3 | MUST NOT | server | a \\| b | open |  |\n"), report);
        assertTrue(
                report.contains("| R7252-003 | 5.6 | MUST NOT | cache | Not cached | later: no cache yet |  |\n"),
                report);
    }

    @Test
    void doesNotDependOnTheOrderOfTests() {
        Citation a = new Citation("R7252-001", "ATest.a");
        Citation b = new Citation("R7252-001", "BTest.b");
        assertEquals(render("", a, b), render("", b, a));
    }

    @Test
    void reportsUnknownIds() {
        assertEquals(
                List.of("@Requirement names unknown id R7252-999: ATest.a", "reasons.csv names unknown id R7252-998"),
                compliance("R7252-998,later,x", new Citation("R7252-999", "ATest.a"))
                        .problems());
    }

    @Test
    void reportsReasonOfTestedRowUnlessDocumented() {
        Citation test = new Citation("R7252-001", "ATest.a");
        assertEquals(
                List.of("reasons.csv says R7252-001 is later, but tests show it: ATest.a"),
                compliance("R7252-001,later,x", test).problems());
        assertEquals(List.of(), compliance("R7252-001,documented,x", test).problems());
    }

    @Test
    void onlyBindingRowsOfEndpointsNeedAnAnswer() {
        assertEquals(
                List.of("R7252-002", "R7252-005"),
                compliance("", new Citation("R7252-001", "ATest.a")).unanswered().stream()
                        .map(Row::id)
                        .toList());
        assertEquals(
                List.of("R7252-005"),
                compliance("R7252-002,by-design,x", new Citation("R7252-001", "ATest.a")).unanswered().stream()
                        .map(Row::id)
                        .toList());
    }

    @Test
    void rejectsTablesAndReasonsThatAreUnsound() {
        String header = "id,section,level,role,statement,how_to_test\n";
        String row = "R7252-001,3,MUST,both,x,y\n";
        assertThrows(IllegalArgumentException.class, () -> Table.read(7252, header + row + row));
        assertThrows(IllegalArgumentException.class, () -> Table.read(6690, header + row));
        assertThrows(IllegalArgumentException.class, () -> Table.read(7252, header + "R7252-001,3,OUGHT,both,x,y\n"));
        assertThrows(IllegalArgumentException.class, () -> reasons("R7252-001,soon,x"));
        assertThrows(IllegalArgumentException.class, () -> reasons("R7252-001,later, "));
        assertThrows(IllegalArgumentException.class, () -> reasons("R7252-001,later,x\nR7252-001,later,y"));
    }

    private static String render(String reasons, Citation... citations) {
        return ComplianceReport.render(compliance(reasons, citations), "refresh");
    }

    private static Compliance compliance(String reasons, Citation... citations) {
        return new Compliance(List.of(TABLE), reasons(reasons), List.of(citations));
    }

    private static SortedMap<String, Reason> reasons(String rows) {
        return Reason.read("id,status,reason\n" + rows + "\n");
    }
}
