package dev.pipit.coap.client;

import dev.pipit.coap.message.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One filter and the way behind it. */
record FilterChain(ClientFilter filter, ClientFilter.Next rest, ClientTimers timers) implements ClientFilter.Next {
    /** The way through the filters, the first of them first, to the network. */
    static ClientFilter.Next of(List<ClientFilter> filters, ClientFilter.Next network, ClientTimers timers) {
        ClientFilter.Next next = new FilterChain((call, rest) -> rest.send(call), network, timers);
        for (int i = filters.size() - 1; i >= 0; i--) {
            next = new FilterChain(filters.get(i), next, timers);
        }
        return next;
    }

    @Override
    public CompletableFuture<Response> send(ClientCall call) {
        return filter.filter(call, rest);
    }

    @Override
    public void later(Duration delay, Runnable task) {
        timers.later(delay, task);
    }
}
