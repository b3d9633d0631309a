package dev.pipit.coap.examples.serve;

import dev.pipit.coap.examples.sensors.Led;
import dev.pipit.coap.examples.sensors.SampleFormat;
import dev.pipit.coap.examples.sensors.Sensor;
import dev.pipit.coap.examples.sensors.SensorException;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.resource.RequestContext;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceBuilder;
import dev.pipit.coap.resource.ResponseException;
import java.time.Clock;
import java.util.Timer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A sensor as a resource: text, JSON or SenML on GET, a brightness by PUT where it is a LED that can be set. */
final class SensorResource {
    private static final ContentFormat[] FORMATS = {
        ContentFormat.TEXT_PLAIN, ContentFormat.JSON, ContentFormat.SENML_JSON, ContentFormat.SENML_CBOR
    };
    private static final long FRESH_SECONDS = 5;
    private static final long RETRY_SECONDS = 10;

    private SensorResource() {}

    /**
     * A resource.
     *
     * @param current the sensor as it is now: what is plugged in again may be another file; null where it is gone
     * @param timer looks at it while somebody observes it
     */
    static Resource of(String path, Supplier<@Nullable Sensor> current, Timer timer) {
        Sensor sensor = required(path, current);
        ResourceBuilder resource = Resource.builder()
                .get(context -> read(context, required(path, current)))
                .maxAge(FRESH_SECONDS)
                .observable(new SensorWatch(current, FRESH_SECONDS, timer).observers());
        if (sensor instanceof Led led && led.isWritable()) {
            resource.put(context -> write(context, (Led) required(path, current)));
        }
        return resource.resourceType(sensor.resourceType())
                .title(sensor.title())
                .contentFormats(FORMATS)
                .build();
    }

    private static Sensor required(String path, Supplier<@Nullable Sensor> current) {
        Sensor sensor = current.get();
        if (sensor == null) {
            throw unavailable(path + " is gone");
        }
        return sensor;
    }

    private static ResponseException unavailable(String why) {
        return new ResponseException(
                Response.error(Code.SERVICE_UNAVAILABLE, why).maxAge(RETRY_SECONDS));
    }

    private static Response read(RequestContext context, Sensor sensor) {
        ContentFormat format = context.negotiate(FORMATS);
        try {
            byte[] body = sampleFormat(format)
                    .render(sensor, sensor.sample(Clock.systemUTC()), "coap://" + MachineName.get() + "/");
            return Response.content(body, format);
        } catch (SensorException e) {
            throw unavailable(String.valueOf(e.getMessage()));
        }
    }

    private static SampleFormat sampleFormat(ContentFormat format) {
        for (SampleFormat candidate : SampleFormat.values()) {
            if (candidate.contentFormat() == format.number()) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("format: " + format + " (expected: one of " + FORMATS.length + ")");
    }

    private static Response write(RequestContext context, Led led) {
        try {
            led.write(context.request().text());
            return Response.changed();
        } catch (IllegalArgumentException e) {
            throw new ResponseException(Code.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (SensorException e) {
            throw unavailable(String.valueOf(e.getMessage()));
        }
    }
}
