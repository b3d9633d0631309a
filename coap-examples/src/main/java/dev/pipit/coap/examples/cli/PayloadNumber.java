package dev.pipit.coap.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pipit.coap.examples.senml.SenmlField;
import dev.pipit.coap.examples.senml.SenmlPack;
import dev.pipit.coap.examples.senml.SenmlRecord;
import dev.pipit.coap.message.Message;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.OptionalDouble;

/** The number in a payload that a sparkline shows: the first one, as a sensor's text, JSON or SenML has it. */
final class PayloadNumber {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String NUMBER = "[+-]?([0-9]{1,40}(\\.[0-9]{0,40})?|\\.[0-9]{1,40})([eE][+-]?[0-9]{1,3})?";

    private PayloadNumber() {}

    static OptionalDouble of(Message message) {
        SenmlPack pack = ReadablePayload.senml(message);
        if (pack != null) {
            return first(pack);
        }
        String text = ReadablePayload.text(message.payload());
        if (text == null) {
            return OptionalDouble.empty();
        }
        return ReadablePayload.isJson(message) ? inJson(text) : inText(text);
    }

    private static OptionalDouble first(SenmlPack pack) {
        for (SenmlRecord record : pack.records()) {
            BigDecimal value = record.number(SenmlField.VALUE);
            if (value != null) {
                return finite(value.doubleValue());
            }
        }
        return OptionalDouble.empty();
    }

    /** The first number that is the value of anything, at any depth. */
    private static OptionalDouble inJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isNumeric()) {
                    return finite(parser.getDoubleValue());
                }
            }
        } catch (IOException notJson) {
            // Then there is no number in it.
        }
        return OptionalDouble.empty();
    }

    /** The first word that is a number: that of {@code 21.5 °C}, or of {@code load1 0.42}. */
    private static OptionalDouble inText(String text) {
        for (String word : text.split("\\s+", 16)) {
            if (word.matches(NUMBER)) {
                return finite(Double.parseDouble(word));
            }
        }
        return OptionalDouble.empty();
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
