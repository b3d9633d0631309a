package dev.pipit.coap.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pipit.coap.examples.bench.CpuLoad;
import dev.pipit.coap.examples.bench.LoadPlan;
import dev.pipit.coap.examples.bench.LoadResult;
import dev.pipit.coap.message.Code;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The results of a measurement as a JSON object on one line; times are in microseconds where nothing else is said. */
final class BenchJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private BenchJson() {}

    static String of(String uri, Code method, LoadPlan plan, LoadResult result) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("uri", uri);
            json.writeStringField("method", method.toString());
            json.writeStringField("mode", mode(plan, result));
            json.writeNumberField("clients", plan.clients());
            if (result.observers() == null) {
                json.writeNumberField("window", plan.window());
            }
            if (plan.isOpenLoop()) {
                json.writeNumberField("rate", plan.rate());
            }
            number(json, "seconds", result.measured().toNanos() / 1e9);
            requests(json, result);
            if (result.latency().getTotalCount() > 0) {
                latency(json, result.latency());
            }
            json.writeArrayFieldStart("answersPerSecondOverTime");
            for (double rate : result.rates()) {
                json.writeNumber(Math.round(rate));
            }
            json.writeEndArray();
            generator(json, result.generator());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static String mode(LoadPlan plan, LoadResult result) {
        if (result.observers() != null) {
            return "observe";
        }
        return plan.isOpenLoop() ? "open" : "closed";
    }

    private static void requests(JsonGenerator json, LoadResult result) throws IOException {
        LoadResult.Observers observers = result.observers();
        if (observers == null) {
            json.writeNumberField("requests", result.requests().started());
            json.writeNumberField("notSent", result.requests().notSent());
            json.writeNumberField("unanswered", result.requests().unanswered());
        } else {
            json.writeNumberField("registered", observers.registered());
            json.writeNumberField("changes", observers.changes());
            json.writeNumberField("missed", observers.missed());
        }
        json.writeNumberField("answered", result.answered());
        number(json, "answersPerSecond", result.perSecond(result.answered()));
        json.writeObjectFieldStart("answers");
        for (var code : result.answers().entrySet()) {
            json.writeNumberField(BenchReport.number(code.getKey()), code.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("failures");
        for (var failure : result.failures().entrySet()) {
            json.writeNumberField(failure.getKey().name().toLowerCase(Locale.ROOT), failure.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("retransmissions", result.requests().retransmissions());
        json.writeNumberField("receivedBytes", result.receivedBytes());
        number(json, "receivedBytesPerSecond", result.perSecond(result.receivedBytes()));
        json.writeNumberField("sentBytes", result.sentBytes());
        number(json, "sentBytesPerSecond", result.perSecond(result.sentBytes()));
    }

    private static void latency(JsonGenerator json, Histogram latency) throws IOException {
        json.writeObjectFieldStart("latencyMicros");
        number(json, "min", latency.getMinValue() / 1e3);
        number(json, "mean", latency.getMean() / 1e3);
        for (double percentile : BenchReport.PERCENTILES) {
            number(json, BenchReport.percentile(percentile), latency.getValueAtPercentile(percentile) / 1e3);
        }
        number(json, "max", latency.getMaxValue() / 1e3);
        json.writeEndObject();
    }

    private static void generator(JsonGenerator json, LoadResult.Generator generator) throws IOException {
        CpuLoad cpu = generator.cpu();
        json.writeObjectFieldStart("generator");
        json.writeNumberField("ports", generator.ports());
        number(json, "lagP99Micros", generator.lagNanos() / 1e3);
        json.writeNumberField("loops", cpu.loops());
        json.writeNumberField("cores", cpu.cores());
        number(json, "cpuCores", cpu.process());
        number(json, "busiestLoop", cpu.busiestLoop());
        number(json, "machine", cpu.machine());
        json.writeArrayFieldStart("warnings");
        for (String warning : cpu.warnings()) {
            json.writeString(warning);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeNumberField(name, Math.round(value * 1000) / 1000.0);
    }
}
