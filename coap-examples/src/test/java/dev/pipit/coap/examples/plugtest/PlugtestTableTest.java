package dev.pipit.coap.examples.plugtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/reference/plugtest.md} to the tests; with {@code -Dplugtest.write=true}, writes its table. */
class PlugtestTableTest {
    private static final Path DOCUMENT =
            Path.of("..", "docs", "reference", "plugtest.md").normalize();
    private static final String BEGIN = "| test description |";
    private static final String REFRESH_COMMAND =
            "mvn -q -pl coap-examples -am test -Dtest=PlugtestTableTest -Dplugtest.write=true"
                    + " -Dsurefire.failIfNoSpecifiedTests=false";

    @Test
    void everyDescriptionHasATestInEachRole() throws IOException, URISyntaxException {
        PlugtestTable table = PlugtestTable.read();
        assertEquals(List.of(), table.unknown());
        assertEquals(List.of(), table.missing(Role.SERVER));
        assertEquals(List.of(), table.missing(Role.CLIENT));
    }

    @Test
    void tableIsFresh() throws IOException, URISyntaxException {
        String table = PlugtestTable.read().markdown();
        String written = Files.readString(DOCUMENT).replace("\r\n", "\n");
        String text = written.substring(0, written.indexOf(BEGIN));
        if (Boolean.getBoolean("plugtest.write")) {
            written = text + table;
            Files.writeString(DOCUMENT, written);
        }
        assertEquals(text + table, written, "docs/reference/plugtest.md is stale; refresh it: " + REFRESH_COMMAND);
    }
}
