package dev.pipit.coap.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.Serving;
import dev.pipit.coap.examples.plugtest.InRole;
import dev.pipit.coap.examples.plugtest.Role;
import dev.pipit.coap.examples.plugtest.TestDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** libcoap's client observes what {@code coap serve --plugtest} has, all of it at once, since that takes a while. */
@InRole(Role.SERVER_WITH_LIBCOAP)
class PlugtestLibcoapObserverIT {
    private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool();

    private static Serving serving;
    private static CompletableFuture<String> obs;
    private static CompletableFuture<String> non;
    private static CompletableFuture<String> large;
    private static CompletableFuture<String> pumping;
    private static CompletableFuture<String> time;

    @BeforeAll
    static void observe() throws Exception {
        Libcoap.require();
        serving = Serving.start("--plugtest");
        obs = log("/obs", "-s", "11");
        non = log("/obs-non", "-N", "-s", "13");
        large = log("/obs-large", "-s", "11");
        pumping = log("/obs-pumping", "-s", "11");
        time = log("/time?ticks", "-s", "6");
    }

    @AfterAll
    static void stop() {
        EXECUTOR.shutdownNow();
        if (serving != null) {
            serving.close();
        }
    }

    /** The messages, one a line, and what the client shows among them, when it has observed for some seconds. */
    private static CompletableFuture<String> log(String path, String... more) {
        List<String> args = new ArrayList<>(List.of(more));
        args.addAll(List.of("-v", "7", "-m", "get", serving.uri(path)));
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Libcoap.client(args.toArray(new String[0]));
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                },
                EXECUTOR);
    }

    private static void assertMatches(String regex, String log) {
        assertTrue(log.matches("(?s).*" + regex + ".*"), log);
    }

    @TestDescription("TD_COAP_OBS_01")
    @Test
    void confirmableNotifications() {
        String notification = ".*t:CON c:2.05 [^\n]*Observe:.*t:ACK c:0.00";
        assertMatches(
                "t:CON c:GET [^\n]*Observe:0.*t:ACK c:2.05 [^\n]*Observe:" + notification + notification, obs.join());
    }

    @TestDescription("TD_COAP_OBS_02")
    @Test
    void nonConfirmableNotifications() {
        assertMatches("t:NON c:GET .*t:NON c:2.05 .*t:CON c:2.05 .*t:NON c:2.05 ", non.join());
    }

    @TestDescription("TD_COAP_OBS_13")
    @Test
    void largeNotifications() {
        String log = large.join();
        assertMatches("t:CON c:2.05 [^\n]*Observe:[^\n]*Block2:0/M/1024.*Block2:1/_/1024", log);
    }

    @TestDescription("TD_COAP_OBS_14")
    @Test
    void smallAndLargeNotifications() {
        String log = pumping.join();
        assertMatches("t:CON c:2.05 [^\n]*Observe:[^\n]*Block2:0/M/1024.*Block2:1/_/1024", log);
        assertMatches("c:2.05 [^\n]*Observe:[^\n]*Max-Age:10 ] :: 'change", log);
    }

    @Test
    void timeIsToldEachSecond() {
        List<Long> seconds = time.join()
                .lines()
                .filter(line -> line.matches("v:1 .*c:2.05 .*'[0-9]{9,}'"))
                .map(line -> Long.parseLong(line.replaceAll(".*'([0-9]+)'", "$1")))
                .toList();
        assertTrue(seconds.size() >= 4, () -> time.join());
        for (int i = 1; i < seconds.size(); i++) {
            assertEquals(1, seconds.get(i) - seconds.get(i - 1), 1.0, () -> time.join());
        }
    }
}
