package dev.pipit.coap.examples;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code --help} says of each command, beside its options. */
final class HelpTexts {
    private static final String EXIT_CODES =
            "%nExit codes: 0 for 2.xx, 4 for 4.xx, 5 for 5.xx, 3 no answer, 2 wrong usage, 1 a failure of this machine.";

    private static final Map<String, List<String>> TEXTS = Map.ofEntries(
            Map.entry(
                    "coap",
                    List.of(
                            "Speaks CoAP (RFC 7252): serves this machine's sensors, and asks any server.",
                            "coap serve",
                            "coap get localhost/sensors/load",
                            "coap -m put -e on coap://localhost/leds/led0    (as coap-client does)",
                            "coap help get")),
            Map.entry(
                    "serve",
                    List.of(
                            "Serves this machine's sensors until it is told to end (Ctrl-C, SIGTERM).",
                            "coap serve",
                            "coap serve --port 5683 --port 61616 --address 127.0.0.1 --address ::1",
                            "coap serve --port 0 --plugtest -v",
                            "coap serve --psk sensor-1:0x00112233445566778899aabbccddeeff")),
            Map.entry(
                    "get",
                    List.of(
                            "Reads a resource.",
                            "coap get localhost/sensors/memory",
                            "coap get -A json localhost/sensors/memory | jq .",
                            "coap get -o image.bin --resume host/firmware",
                            "coap get -u sensor-1 -k 0x00112233445566778899aabbccddeeff coaps://host/x",
                            "coap get --psk-file psk.txt coaps://host/x",
                            "coap get -N -v -B 5 '[::1]:5683/.well-known/core'")),
            Map.entry(
                    "put",
                    List.of(
                            "Writes a resource.",
                            "coap put -e on localhost/leds/led0",
                            "coap put -f firmware.bin -b 256 host/firmware",
                            "coap put -f config.json -t json host/config",
                            "coap put -e x -O If-None-Match host/new")),
            Map.entry(
                    "post",
                    List.of(
                            "Gives something to a resource to process.",
                            "coap post -e hello host/log",
                            "date | coap post -f - -t text/plain host/log")),
            Map.entry("delete", List.of("Deletes a resource.", "coap delete host/new")),
            Map.entry(
                    "fetch",
                    List.of(
                            "Reads a part of a resource, as the payload says (RFC 8132).",
                            "coap fetch -e ticks -t text/plain localhost/time")),
            Map.entry(
                    "patch",
                    List.of(
                            "Changes a part of a resource (RFC 8132).",
                            "coap patch -f change.json -t merge-patch+json host/config")),
            Map.entry(
                    "ipatch",
                    List.of(
                            "Changes a part of a resource; twice is as once (RFC 8132).",
                            "coap ipatch -f change.json -t merge-patch+json host/config")),
            Map.entry(
                    "observe",
                    List.of(
                            "Watches a resource (RFC 7641), one line for each notification, until Ctrl-C.",
                            "coap observe localhost/sensors/load",
                            "coap observe --count 3 localhost/sensors/cpu",
                            "coap observe --json --duration 1h localhost/sensors/cpu >cpu.jsonl")),
            Map.entry(
                    "ping",
                    List.of(
                            "Asks whether a CoAP endpoint is there.",
                            "coap ping localhost",
                            "coap ping -B 2 host:5684")),
            Map.entry(
                    "discover",
                    List.of(
                            "Lists a server's resources, one a line.",
                            "coap discover localhost",
                            "coap discover localhost rt=temperature",
                            "coap discover localhost/sensors")),
            Map.entry(
                    "bench",
                    List.of(
                            "Measures a server: how many requests it answers, and how soon.",
                            "coap bench localhost/sensors/uptime",
                            "coap bench --clients 64 --window 4 --duration 30s host/x",
                            "coap bench --rate 1000 -N host/x",
                            "coap bench -m put -f firmware.bin -b 1024 --clients 4 host/firmware",
                            "coap bench --observe 1000 -m post -e 1 --json host/topic")));

    private HelpTexts() {}

    /** Adds to a command what its help says. */
    static void describe(CommandSpec command, String name) {
        List<String> text = TEXTS.get(name);
        command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("show this help")
                .build());
        if (text != null) {
            String examples = "%nExamples:%n  " + String.join("%n  ", text.subList(1, text.size()));
            command.usageMessage()
                    .width(100)
                    .sortOptions(false)
                    .description(text.get(0))
                    .footer((examples + "%n" + EXIT_CODES).split("%n", -1));
        }
    }
}
