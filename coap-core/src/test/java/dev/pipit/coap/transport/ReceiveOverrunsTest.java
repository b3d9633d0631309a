package dev.pipit.coap.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReceiveOverrunsTest {
    private static final List<String> TABLE = List.of(
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
            " 1161: 0100007F:1633 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 14521 2 0000000000000000 17",
            " 1161: 00000000:1633 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 14522 2 0000000000000000 4",
            " 2222: 00000000:0044 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 14523 2 0000000000000000 99");

    @Test
    void addsUpTheDropsOfTheSocketsOnAPort() {
        assertEquals(21, ReceiveOverruns.parse(TABLE, 5683));
        assertEquals(99, ReceiveOverruns.parse(TABLE, 68));
    }

    @Test
    void countsNothingForOtherPortsAndOtherTables() {
        assertEquals(0, ReceiveOverruns.parse(TABLE, 5684));
        assertEquals(0, ReceiveOverruns.parse(List.of("", "nonsense", "a b c"), 5683));
    }
}
