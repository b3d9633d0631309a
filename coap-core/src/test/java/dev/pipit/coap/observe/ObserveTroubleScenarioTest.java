package dev.pipit.coap.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.resource.ObservableResource;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.LinkConditions;
import dev.pipit.coap.testing.VirtualTransport;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Twenty observers that stay and five that go without a word, while the network or the server is in trouble. */
class ObserveTroubleScenarioTest {
    private static final int LIVE = 20;
    private static final int DEAD = 5;
    private static final String SERVER = "192.0.2.1";

    private final ObservedServer served = new ObservedServer();
    private final List<VirtualTransport> hosts = new ArrayList<>();
    private final List<Heard> heard = new ArrayList<>();
    private CoapServer running = served.server;
    private ObservableResource resource = served.resource;
    private int changes;

    /** What goes wrong, from the 20th change to the 40th. */
    enum Trouble {
        LOSS_OF_A_THIRD(true),
        EVERYTHING_THREE_TIMES(false),
        REORDERING_OVER_THREE_SECONDS(true),
        NOTHING_FOR_TWENTY_SECONDS(false),
        SERVER_RESTARTS(true),
        CLIENTS_MOVE(true);

        /** Whether a relation may have to be made anew. */
        final boolean ends;

        Trouble(boolean ends) {
            this.ends = ends;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement({"R7641-038", "R7641-045", "R7641-047"})
    void everyLiveObserverEndsWithTheLastStateAndTheDeadAreGone(Trouble trouble) {
        for (int i = 0; i < LIVE + DEAD; i++) {
            observe("192.0.2." + (10 + i));
        }
        change(20);
        assertEquals(LIVE + DEAD, resource.observers().count());
        hosts.subList(LIVE, LIVE + DEAD).forEach(VirtualTransport::crash);
        begin(trouble);
        change(20);
        served.network.conditions(LinkConditions.PERFECT);
        change(20);
        served.network.run(Duration.ofSeconds(100));
        report(trouble);
        served.network.run(Duration.ofMinutes(10));

        assertEquals(LIVE, resource.observers().count());
        for (int i = 0; i < LIVE; i++) {
            Heard each = heard.get(i);
            List<Integer> states = each.states().stream().map(Integer::valueOf).toList();
            assertEquals(60, states.get(states.size() - 1), each.all::toString);
            assertEquals(states.stream().sorted().toList(), states, "never an older state after a newer one");
            assertTrue(trouble.ends || !each.all.contains("lost NoResponseException"), each.all::toString);
        }
    }

    private void observe(String host) {
        VirtualTransport transport = served.network.host(host);
        Heard each = new Heard();
        hosts.add(transport);
        heard.add(each);
        CoapClient.builder().transport(transport).build().observe("coap://" + SERVER + "/t", each);
    }

    private void change(int times) {
        for (int i = 0; i < times; i++) {
            served.state = Response.content("" + ++changes);
            resource.changed();
            served.network.run(Duration.ofSeconds(1));
        }
    }

    private void begin(Trouble trouble) {
        LinkConditions perfect = LinkConditions.PERFECT;
        switch (trouble) {
            case LOSS_OF_A_THIRD -> served.network.conditions(perfect.loss(0.3));
            case EVERYTHING_THREE_TIMES -> served.network.conditions(perfect.duplication(2));
            case REORDERING_OVER_THREE_SECONDS -> served.network.conditions(perfect.jitter(Duration.ofSeconds(3)));
            case NOTHING_FOR_TWENTY_SECONDS -> served.network.conditions(LinkConditions.BLACKHOLE);
            case SERVER_RESTARTS -> restart();
            case CLIENTS_MOVE -> {
                for (int i = 0; i < LIVE; i++) {
                    hosts.get(i).moveTo("192.0.2." + (100 + i));
                }
            }
        }
    }

    /** The server is gone without a word, and is there again without its list of observers. */
    private void restart() {
        served.network.host(SERVER).crash();
        resource = ObservableResource.of(context -> served.state);
        running = CoapServer.builder()
                .transport(served.network.host(SERVER))
                .directExecutor()
                .observable("/t", resource)
                .start(5683);
    }

    /** What has come of the relations when the trouble is over for two minutes. */
    private void report(Trouble trouble) {
        long stale = heard.stream().filter(each -> each.all.contains("stale")).count();
        long again =
                heard.stream().filter(each -> each.all.contains("reregistered")).count();
        System.out.println(trouble + ": " + running.counters().get(Counter.NOTIFICATIONS_SENT) + " notifications, "
                + running.counters().get(Counter.RETRANSMISSIONS) + " retransmissions, "
                + running.counters().get(Counter.TIMEOUTS) + " given up; of 20 observers " + stale + " were stale, "
                + again + " registered again; of 25 relations "
                + resource.observers().count() + " are left");
    }
}
