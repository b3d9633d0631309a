package dev.pipit.coap.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class EndpointConfigTest {
    @Test
    void dividesItsMemoryBetweenEndpoints() {
        EndpointConfig whole = EndpointConfig.DEFAULT
                .reliability(EndpointConfig.DEFAULT.reliability().maxDuplicateBytes(1 << 20))
                .blockwise(EndpointConfig.DEFAULT.blockwise().maxBufferedBytes(1 << 22))
                .maxPeers(1000);
        EndpointConfig quarter = whole.dividedBy(4);
        assertEquals(1 << 18, quarter.reliability().maxDuplicateBytes());
        assertEquals(1 << 20, quarter.blockwise().maxBufferedBytes());
        assertEquals(250, quarter.maxPeers());
        assertEquals(whole, whole.dividedBy(1));
    }

    @Test
    void leavesEachEndpointTheLeastThatItNeeds() {
        EndpointConfig tiny = EndpointConfig.DEFAULT.dividedBy(Integer.MAX_VALUE);
        assertEquals(4096, tiny.reliability().maxDuplicateBytes());
        assertEquals(1024, tiny.blockwise().maxBufferedBytes());
        assertEquals(1, tiny.maxPeers());
    }

    @Test
    void saysWhichLimitIsOutOfRange() {
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> EndpointConfig.DEFAULT.maxPeers(0));
        assertEquals("maxPeers: 0 (expected: at least 1)", failure.getMessage());
    }
}
