package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.transport.DatagramSecurity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records whose connection ID another event loop has given out. */
class EventLoopsTest {
    private static final InetSocketAddress SOMEBODY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40000);

    private final DatagramSecurity.Factory factory = DtlsSecurity.server(
            DtlsConfig.builder().pskStore(identity -> Optional.empty()).build());
    private final Loop first = new Loop();
    private final Loop second = new Loop();

    private final class Loop implements DatagramSecurity.Wire {
        private final Counters counters = new Counters();
        private final List<Binding.LoopTask> tasks = new ArrayList<>();
        private boolean closed;
        private final DatagramSecurity security = factory.create(this);

        void handle(int loop) {
            byte[] record = new byte[60];
            record[0] = 25;
            record[11] = (byte) loop;
            security.handleDatagram(SOMEBODY, record, record.length, 0);
            record[11] = 77; // the array is its owner's again
        }

        long strays() {
            return counters.get(Counter.RECORDS_WITHOUT_ASSOCIATION);
        }

        void runAll() {
            tasks.forEach(task -> task.run(0));
            tasks.clear();
        }

        @Override
        public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {}

        @Override
        public void deliver(
                InetSocketAddress from, PeerIdentity identity, byte[] bytes, int offset, int length, long nowNanos) {}

        @Override
        public void handleAssociationEnd(PeerIdentity identity, long nowNanos) {}

        @Override
        public boolean execute(Binding.LoopTask task) {
            return !closed && tasks.add(task);
        }

        @Override
        public Counters counters() {
            return counters;
        }
    }

    @Test
    void loopsHaveNumbersInTheirOrder() {
        first.handle(0);
        assertEquals(1, first.strays());
        first.handle(1);
        first.handle(2);
        assertEquals(2, first.strays());
        assertEquals(1, second.tasks.size());
        assertEquals(0, second.strays());
        second.runAll();
        assertEquals(1, second.strays());
        second.handle(0);
        first.runAll();
        assertEquals(3, first.strays());
    }

    @Test
    void whatIsUnderWayToALoopIsLimited() {
        for (int i = 0; i < EventLoops.MAX_UNDER_WAY + 5; i++) {
            first.handle(1);
        }
        assertEquals(EventLoops.MAX_UNDER_WAY, second.tasks.size());
        assertEquals(5, first.strays());
        second.runAll();
        first.handle(1);
        assertEquals(1, second.tasks.size());
    }

    @Test
    void loopThatIsGoneIsPassedNothing() {
        second.closed = true;
        first.handle(1);
        assertEquals(1, first.strays());
        second.closed = false;
        second.security.close(0);
        first.handle(1);
        assertEquals(2, first.strays());
        // Its number is the next one's.
        Loop third = new Loop();
        first.handle(1);
        assertEquals(1, third.tasks.size());
    }
}
