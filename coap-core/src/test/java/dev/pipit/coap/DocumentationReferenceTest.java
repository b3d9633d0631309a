package dev.pipit.coap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.blockwise.BlockwiseConfig;
import dev.pipit.coap.cache.CacheConfig;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.freshness.FreshnessConfig;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.reliability.ReliabilityConfig;
import dev.pipit.coap.transport.UdpConfig;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the reference documentation with the code, and follows the links between the files. */
class DocumentationReferenceTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Path REFERENCE = REPOSITORY.resolve("docs/reference");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]+)(#[^)]*)?\\)");

    @Test
    void metricsListsEveryCounterInOrder() throws IOException {
        Pattern row = Pattern.compile("\\| `([A-Z_]+)` \\|.*");
        List<String> documented = Files.readAllLines(REFERENCE.resolve("metrics.md")).stream()
                .map(row::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();
        assertEquals(Arrays.stream(Counter.values()).map(Counter::name).toList(), documented);
    }

    @Test
    void optionsListsEveryOptionAsItIsDefined() throws IOException {
        List<String> documented = Files.readAllLines(REFERENCE.resolve("options.md")).stream()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .toList();
        assertEquals(
                String.join(
                        "\n",
                        StandardOptions.ALL.stream()
                                .map(DocumentationReferenceTest::row)
                                .toList()),
                String.join("\n", documented));
    }

    private static String row(OptionDefinition<?> option) {
        String lengths =
                option.minLength() + (option.minLength() == option.maxLength() ? "" : "-" + option.maxLength());
        String where = !option.isInResponses() ? "request" : option.isInRequests() ? "both" : "response";
        boolean understood = EndpointConfig.UNDERSTOOD.find(option.number()).isPresent();
        return "| "
                + String.join(
                        " | ",
                        Integer.toString(option.number()),
                        option.name(),
                        option.format().name(),
                        lengths,
                        option.isRepeatable() ? "yes" : "no",
                        where,
                        option.isCritical() ? "critical" : "elective",
                        understood ? "yes" : "no")
                + " |";
    }

    @Test
    void configNamesEveryParameter() throws IOException {
        String config = Files.readString(REFERENCE.resolve("config.md"));
        List<String> missing = Stream.of(
                        TransmissionParameters.class,
                        ReliabilityConfig.class,
                        BlockwiseConfig.class,
                        CacheConfig.class,
                        EndpointConfig.class,
                        FreshnessConfig.class,
                        UdpConfig.class)
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(RecordComponent::getName)
                .filter(name -> !config.contains("\n| `" + name + "` |"))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void linksLeadToFiles() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path file : markdownFiles()) {
            Matcher link = LINK.matcher(Files.readString(file));
            while (link.find()) {
                links++;
                if (!Files.exists(file.resolveSibling(link.group(1)))) {
                    broken.add(REPOSITORY.relativize(file) + ": " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(links > 0, "no links");
    }

    private static List<Path> markdownFiles() throws IOException {
        try (Stream<Path> below = Files.walk(REPOSITORY.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(REPOSITORY.resolve("README.md")),
                            below.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }
}
