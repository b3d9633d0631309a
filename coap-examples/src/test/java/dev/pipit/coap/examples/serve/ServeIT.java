package dev.pipit.coap.examples.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.client.Observation;
import dev.pipit.coap.examples.Program;
import dev.pipit.coap.examples.Serving;
import dev.pipit.coap.examples.sensors.PiTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServeIT {
    @TempDir
    Path root;

    private PiTree pi;

    @BeforeEach
    void plantTree() throws IOException {
        pi = PiTree.in(root);
    }

    private Serving serve(String... args) throws IOException {
        String[] all = new String[args.length + 2];
        all[0] = "--root";
        all[1] = root.toString();
        System.arraycopy(args, 0, all, 2, args.length);
        return Serving.start(all);
    }

    @Test
    void saysWhereItIsAndHowToAsk() throws IOException {
        try (Serving serving = serve("--address", "::1")) {
            List<String> said = serving.said();

            assertEquals(3, said.size());
            assertTrue(said.get(0).matches("coap://127\\.0\\.0\\.1:[0-9]+"), said::toString);
            assertTrue(said.get(1).matches("coap://\\[::1]:[0-9]+"), said::toString);
            assertEquals("Try: coap discover " + said.get(0).substring(7), said.get(2));
            assertEquals(0, Program.run("ping", said.get(1)).exitCode());
            assertEquals(0, serving.stop());
        }
    }

    @Test
    void readsSensorInFourFormats() throws IOException {
        try (Serving serving = serve()) {
            String uri = serving.uri("/sensors/uptime");
            Program text = Program.run("get", uri);
            Program json = Program.run("get", "-A", "json", uri);
            Program senml = Program.run("get", "-v", "-A", "senml+json", uri);
            Program cbor = Program.runForPeople("get", "-A", "senml+cbor", uri);

            assertEquals(0, text.exitCode());
            assertTrue(json.out().startsWith("{\"value\":"), json::out);
            assertTrue(senml.out().matches("\\[\\{\"bn\":\"coap://[^/]+/sensors/uptime\".*"), senml::out);
            assertTrue(senml.err().contains("Content-Format:application/senml+json, Max-Age:5"), senml::err);
            assertTrue(cbor.out().contains("\"bn\" : \"coap://"), cbor::out);
            assertEquals(4, Program.run("get", "-A", "cbor", uri).exitCode());
        }
    }

    @Test
    void listsSensorsWithAttributes() throws IOException {
        try (Serving serving = serve()) {
            String load = Program.run("discover", serving.uri("/sensors"), "href=/sensors/load")
                    .out();

            assertTrue(load.startsWith("</sensors/load>;obs;rt=\"load\""), load);
            assertTrue(Program.run("discover", serving.uri("")).out().contains("</sensors>;ct=40"));
            assertTrue(Program.run("discover", serving.uri(""), "rt=load").out().contains("</sensors/load>"));
            assertTrue(Program.run("get", serving.uri("/")).out().contains("\n/sensors/load\n"));
        }
    }

    @Test
    void sensorCanBeWatched() throws IOException {
        try (Serving serving = serve()) {
            Program run = Program.run("observe", "--count", "2", serving.uri("/sensors/load"));

            assertEquals(0, run.exitCode(), run::err);
            assertEquals(2, run.out().lines().count());
            assertTrue(run.out().contains("  load1 0.42, load5 0.35"), run::out);
        }
    }

    @Test
    void failingSensorIsUnavailableForAWhile() throws IOException {
        try (Serving serving = serve()) {
            pi.write("/proc/loadavg", "nonsense");

            Program run = Program.run("get", "-v", serving.uri("/sensors/load"));

            assertEquals(5, run.exitCode());
            assertTrue(run.err().contains("c:5.03"), run::err);
            assertTrue(run.err().contains("[ Max-Age:10 ] :: '/proc/loadavg: \"nonsense"), run::err);
        }
    }

    @Test
    void ledsAreReadOnlyUnlessAskedOtherwise() throws IOException {
        try (Serving serving = serve()) {
            String led = led(serving);

            assertEquals(0, Program.run("get", led).exitCode());
            assertTrue(Program.run("put", "-e", "on", led).err().startsWith("4.05 "));
        }
    }

    @Test
    void ledsCanBeSwitchedWhereThatIsAllowed() throws IOException {
        try (Serving serving = serve("--writable")) {
            String led = led(serving);

            assertEquals("2.04 Changed\n", Program.run("put", "-e", "on", led).err());
            String on = Program.run("get", led).out();
            assertEquals("2.04 Changed\n", Program.run("put", "-e", "off", led).err());
            assertEquals("0", Program.run("get", led).out());
            assertTrue(Integer.parseInt(on) > 0, on);
            assertTrue(Program.run("put", "-e", "dim", led).err().startsWith("4.00 Bad Request: brightness: "));
        }
    }

    private static String led(Serving serving) {
        String link = Program.run("discover", serving.uri(""), "href=/leds/*")
                .out()
                .lines()
                .findFirst()
                .orElseThrow();
        return serving.uri(link.substring(1, link.indexOf('>')));
    }

    @Test
    void usedPortIsOneLine() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Program run =
                    Program.run("serve", "--address", "127.0.0.1", "--port", Integer.toString(taken.getLocalPort()));

            assertEquals(1, run.exitCode());
            assertTrue(
                    run.err().matches("coap serve: cannot bind UDP .*" + taken.getLocalPort() + ".*expected: .*\n"),
                    run::err);
        }
    }

    @Test
    void verboseShowsMessages() throws IOException {
        try (Serving serving = serve("-v")) {
            Program.run("get", serving.uri("/sensors/load"));

            assertTrue(serving.err().contains("c:GET i:"), serving::err);
            assertTrue(serving.err().contains("c:2.05 i:"), serving::err);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--bench", "--bench --workers"})
    void benchServesSmallAnswers(String options) throws IOException {
        try (Serving serving = serve(options.split(" "))) {
            assertEquals(
                    "hello world", Program.run("get", serving.uri("/bench")).out());
            for (String path : List.of("/bench", "/sink")) {
                assertEquals(
                        "2.04 Changed\n",
                        Program.run("put", "-e", "x", serving.uri(path)).err());
                assertEquals(
                        "2.04 Changed\n",
                        Program.run("post", "-e", "x", serving.uri(path)).err());
            }
        }
    }

    @Test
    void benchServesALargeBodyAndWhatCanBeObserved() throws Exception {
        try (Serving serving = serve("--bench");
                CoapClient client = CoapClient.create()) {
            assertEquals(65_536, client.get(serving.uri("/large")).send().payload().length);
            for (String path : List.of("/obs", "/obsc")) {
                BlockingQueue<String> states = new LinkedBlockingQueue<>();
                try (Observation observation = client.observe(serving.uri(path), state -> states.add(state.text()))) {
                    assertEquals("0", states.poll(20, TimeUnit.SECONDS));
                    client.post(serving.uri(path)).send();
                    assertEquals("1", states.poll(20, TimeUnit.SECONDS));
                    assertFalse(observation.isOver());
                }
            }
        }
    }

    @Test
    void listsMoreSensorsThanFitOneMessage() throws IOException {
        for (int i = 0; i < 60; i++) {
            pi.write("/sys/class/thermal/thermal_zone" + (i + 10) + "/type", "zone_of_a_long_name_" + i);
            pi.write("/sys/class/thermal/thermal_zone" + (i + 10) + "/temp", "48300");
        }
        try (Serving serving = serve()) {
            Program list = Program.run("discover", serving.uri(""), "rt=temperature");

            assertEquals(0, list.exitCode());
            assertTrue(list.out().length() > 4000, list::out);
            assertTrue(list.out().contains("</sensors/temperature/zone_of_a_long_name_59>"), list::out);
        }
    }

    @Test
    void endsCleanlyOnSigterm() throws Exception {
        Process serve = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.pipit.coap.examples.Coap",
                        "serve",
                        "--root",
                        root.toString(),
                        "--address",
                        "127.0.0.1",
                        "--port",
                        "0")
                .redirectError(Files.createTempFile(root, "serve", ".err").toFile())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(serve.getInputStream(), StandardCharsets.UTF_8))) {
            assertTrue(out.readLine().startsWith("coap://127.0.0.1:"));

            serve.destroy();

            assertTrue(serve.waitFor(20, TimeUnit.SECONDS));
            assertEquals(128 + 15, serve.exitValue());
        } finally {
            serve.destroyForcibly();
        }
    }
}
