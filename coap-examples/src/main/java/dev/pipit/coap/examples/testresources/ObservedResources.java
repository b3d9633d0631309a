package dev.pipit.coap.examples.testresources;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.resource.Resource;
import dev.pipit.coap.resource.ResourceBuilder;
import dev.pipit.coap.resource.ResourceTree;
import java.time.Duration;
import java.util.List;

/**
 * The resources of the ETSI plugtests that change by themselves (TD_COAP_OBS): {@code /obs}, {@code /obs-non}, {@code
 * /obs-large}, {@code /obs-pumping}, {@code /obs-pumping-non}; and {@code /obs-reset}, to make them fall silent.
 */
final class ObservedResources {
    /** Between two changes whose notifications are confirmable. */
    static final Duration PERIOD = Duration.ofSeconds(5);

    /** Less than the quiet time of 5 s, after which a server would notify confirmably. */
    static final Duration NON_PERIOD = Duration.ofSeconds(4);

    private final ChangingResource plain = new ChangingResource(true, changes -> text("change " + changes));
    private final ChangingResource plainNon = new ChangingResource(false, changes -> text("change " + changes));
    private final ChangingResource large = new ChangingResource(true, ObservedResources::large);
    private final ChangingResource pumping = new ChangingResource(true, ObservedResources::pumping);
    private final ChangingResource pumpingNon = new ChangingResource(false, ObservedResources::pumping);

    private static Response text(String text) {
        return Response.content(text);
    }

    private static Response large(int changes) {
        return Response.content(LargeText.saying("change " + changes), ContentFormat.TEXT_PLAIN);
    }

    /** Small and large by turns. */
    private static Response pumping(int changes) {
        return changes % 2 == 0 ? text("change " + changes) : large(changes);
    }

    void addTo(ResourceTree tree, Clockwork clockwork) {
        tree.add("/obs", titled(plain.writable(), "Observable resource which changes every 5 seconds"));
        tree.add("/obs-non", titled(plainNon.writable(), "Observable resource which changes every 4 seconds, NON"));
        tree.add("/obs-large", titled(large.readable().size(LargeText.USUAL_BYTES), "Observable resource, large"));
        tree.add("/obs-pumping", titled(pumping.readable(), "Observable resource, small and large by turns"));
        tree.add("/obs-pumping-non", titled(pumpingNon.readable(), "Observable resource, small and large, NON"));
        tree.add(
                "/obs-reset",
                Resource.builder()
                        .post(context -> {
                            all().forEach(ChangingResource::fallSilent);
                            return Response.changed();
                        })
                        .title("POST: observable resources fall silent until one registers")
                        .build());
        List.of(plain, large, pumping).forEach(resource -> clockwork.every(PERIOD, resource::change));
        List.of(plainNon, pumpingNon).forEach(resource -> clockwork.every(NON_PERIOD, resource::change));
    }

    private List<ChangingResource> all() {
        return List.of(plain, plainNon, large, pumping, pumpingNon);
    }

    private static Resource titled(ResourceBuilder resource, String title) {
        return resource.title(title).build();
    }
}
