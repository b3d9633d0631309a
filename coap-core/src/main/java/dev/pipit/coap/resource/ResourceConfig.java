package dev.pipit.coap.resource;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * What a {@link ResourceLayer} needs to know of its endpoint.
 *
 * @param scheme of the URIs that are served, as "coap"
 * @param localAddress where requests arrive, for their URIs; asked for on any thread
 * @param direct whether handlers run on the event loop where their resource does not say
 * @param watchdog watches the handlers on the event loop
 * @param fresh which methods have to be fresh, whatever the resource
 */
public record ResourceConfig(
        String scheme,
        Supplier<InetSocketAddress> localAddress,
        boolean direct,
        Watchdog watchdog,
        FreshMethods fresh) {
    /** No method has to be fresh. */
    public ResourceConfig(String scheme, Supplier<InetSocketAddress> localAddress, boolean direct, Watchdog watchdog) {
        this(scheme, localAddress, direct, watchdog, FreshMethods.NONE);
    }

    /** Handlers run on workers, and nobody watches. */
    public static ResourceConfig of(String scheme, Supplier<InetSocketAddress> localAddress) {
        return new ResourceConfig(scheme, localAddress, false, Watchdog.NONE);
    }
}
