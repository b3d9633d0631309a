package dev.pipit.coap.resource;

/**
 * A resource together with its observers.
 *
 * <pre>{@code
 * ObservableResource clock = ObservableResource.of(context -> Response.content(LocalTime.now().toString()));
 * CoapServer server = CoapServer.builder().observable("/clock", clock).start();
 * timer.everySecond(clock::changed);
 * }</pre>
 */
public final class ObservableResource {
    private final Resource resource;
    private final Observers observers;

    private ObservableResource(ResourceBuilder resource, Observers observers) {
        this.resource = resource.observable(observers).build();
        this.observers = observers;
    }

    /** A resource whose GET this handler answers, for observers too. */
    public static ObservableResource of(Handler get) {
        return of(Resource.builder().get(get));
    }

    /** A resource that is built so, with GET or FETCH to be observed. */
    public static ObservableResource of(ResourceBuilder resource) {
        return of(resource, Observers.create());
    }

    /** The same with given observers, which may have hooks. */
    public static ObservableResource of(ResourceBuilder resource, Observers observers) {
        return new ObservableResource(resource, observers);
    }

    /** The state has changed: observers are notified. For any thread. */
    public void changed() {
        observers.changed();
    }

    /** The observers: to be counted, listed, cancelled. */
    public Observers observers() {
        return observers;
    }

    /** The resource, to be added to a tree or server. */
    public Resource resource() {
        return resource;
    }
}
