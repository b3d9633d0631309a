package dev.pipit.coap.server;

import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.observe.ObserveConfig;
import dev.pipit.coap.resource.FreshMethods;
import java.time.Duration;
import java.util.List;

/**
 * What a server goes by.
 *
 * @param schemes where it is bound, and with what; at least one
 * @param endpoint the protocol's parameters and limits
 * @param observe limits and pace of observation
 * @param direct whether handlers run on the event loop where their resource does not say
 * @param fresh which methods have to be fresh
 * @param maxConcurrentRequests how many requests workers take at a time; beyond it 5.03
 * @param stopTimeout how long {@link CoapServer#stop()} waits for what is owed
 */
record ServerConfig(
        List<ServedScheme> schemes,
        EndpointConfig endpoint,
        ObserveConfig observe,
        boolean direct,
        FreshMethods fresh,
        int maxConcurrentRequests,
        Duration stopTimeout) {}
