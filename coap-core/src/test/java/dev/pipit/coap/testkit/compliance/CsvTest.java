package dev.pipit.coap.testkit.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    private static final List<String> HEADER = List.of("a", "b");

    @Test
    void readsPlainFields() {
        assertEquals(List.of(List.of("1", "2"), List.of("3", "")), Csv.read("a,b\n1,2\n3,\n", HEADER));
    }

    @Test
    void keepsCommasOfQuotedFields() {
        assertEquals(List.of(List.of("1,5", "2")), Csv.read("a,b\n\"1,5\",2\n", HEADER));
    }

    @Test
    void readsDoubledQuotesAsOne() {
        assertEquals(List.of(List.of("say \"hi\"", "\"")), Csv.read("a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", HEADER));
    }

    @Test
    void keepsLineBreaksOfQuotedFields() {
        assertEquals(List.of(List.of("1\n2", "3")), Csv.read("a,b\n\"1\n2\",3", HEADER));
    }

    @Test
    void acceptsCarriageReturnsAndBlankLines() {
        assertEquals(List.of(List.of("1", "2")), Csv.read("a,b\r\n\r\n1,2\r\n", HEADER));
    }

    @Test
    void rejectsAnotherHeader() {
        assertThrows(IllegalArgumentException.class, () -> Csv.read("a,c\n1,2\n", HEADER));
        assertThrows(IllegalArgumentException.class, () -> Csv.read("", HEADER));
    }

    @Test
    void rejectsRecordOfAnotherWidth() {
        assertThrows(IllegalArgumentException.class, () -> Csv.read("a,b\n1,2,3\n", HEADER));
    }

    @Test
    void rejectsOpenQuoteAndTextAfterQuote() {
        assertThrows(IllegalArgumentException.class, () -> Csv.read("a,b\n\"1,2\n", HEADER));
        assertThrows(IllegalArgumentException.class, () -> Csv.read("a,b\n\"1\"x,2\n", HEADER));
    }
}
