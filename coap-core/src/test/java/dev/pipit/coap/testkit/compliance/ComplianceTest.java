package dev.pipit.coap.testkit.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/reference/compliance.md} to the tables and the tests; with {@code -Dcompliance.write=true}, writes it. */
class ComplianceTest {
    private static final String REFRESH_COMMAND =
            "mvn -q -pl coap-core test -Dtest=ComplianceTest -Dcompliance.write=true";

    private final Repository repository = Repository.aroundWorkingDirectory();

    @Test
    void reportIsFresh() throws IOException {
        String report = ComplianceReport.render(repository.compliance(), REFRESH_COMMAND);
        if (Boolean.getBoolean("compliance.write")) {
            Files.createDirectories(repository.report().getParent());
            Files.writeString(repository.report(), report);
        }
        String written = Files.exists(repository.report()) ? Files.readString(repository.report()) : "";
        if (!report.equals(written.replace("\r\n", "\n"))) {
            fail("docs/reference/compliance.md is stale; refresh it: " + REFRESH_COMMAND);
        }
    }

    @Test
    void annotationsAndReasonsNameKnownRowsAndDoNotContradict() throws IOException {
        assertEquals(List.of(), repository.compliance().problems());
    }

    @Test
    void everyMustOfAnEndpointHasTestOrReason() throws IOException {
        assertEquals(
                List.of(),
                repository.compliance().unanswered().stream().map(Row::id).toList());
    }
}
