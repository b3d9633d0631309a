package dev.pipit.coap.client;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UnreachableException;
import dev.pipit.coap.observe.Destination;
import dev.pipit.coap.observe.ObservationListener;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.transport.ConnectListener;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** From a request to observe to a registration with the endpoint: filters, name resolution, event loop. */
final class ObservationStart {
    private final CoapClient client;
    private final Binding where;
    private final @Nullable CacheFilter cache;

    ObservationStart(CoapClient client, Binding where, @Nullable CacheFilter cache) {
        this.client = client;
        this.where = where;
        this.cache = cache;
    }

    Observation start(ClientCall call, ObservationListener listener) {
        Observation observation = new Observation(listener, where);
        ClientCall registration = call.withRequest(
                call.request().withOptions(call.request().options().with(StandardOptions.OBSERVE, 0L)));
        CompletableFuture<Response> outcome;
        try {
            outcome = client.chain(filtered -> register(filtered, observation)).send(registration);
        } catch (RuntimeException e) {
            outcome = CompletableFuture.failedFuture(e);
        }
        observation.follow(outcome);
        return observation;
    }

    /** Registers for what the filters have made of a call; gives its first response. */
    @SuppressWarnings("FutureReturnValueIgnored") // its outcome goes to the registration
    private CompletableFuture<Response> register(ClientCall call, Observation observation) {
        if (client.binding(call.uri().scheme()) != where) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "URI: \"" + call.uri() + "\" after the filters (expected: the scheme that it had before)"));
        }
        Registration registration = new Registration(observation, state -> {
            if (cache != null) {
                cache.handleNotification(call, state);
            }
        });
        client.resolve(call.uri()).whenComplete((address, failure) -> {
            boolean taken = where.execute(now -> {
                if (!observation.begin(registration, now)) {
                    return;
                }
                if (failure == null) {
                    connect(call, address, registration, now);
                } else {
                    registration.onEnd(asCoapException(failure));
                }
            });
            if (!taken) {
                registration.onEnd(CoapClient.closedException());
            }
        });
        return registration.first();
    }

    private void connect(ClientCall call, InetSocketAddress address, Registration registration, long nowNanos) {
        connect(
                call.uri(),
                address,
                new Destination.Found() {
                    @Override
                    public void at(@Nullable Peer server, long connectedNanos) {
                        register(call, Objects.requireNonNull(server), registration, connectedNanos);
                    }

                    @Override
                    public void failed(CoapException failure, long failedNanos) {
                        registration.onEnd(failure);
                    }
                },
                nowNanos);
    }

    /** Sees to it that messages can be sent to there; tells as whom the server is known then. */
    private void connect(CoapUri uri, InetSocketAddress address, Destination.Found found, long nowNanos) {
        where.connect(
                address,
                uri.host(),
                new ConnectListener() {
                    @Override
                    public void onConnected(PeerIdentity identity, long connectedNanos) {
                        found.at(new Peer(address, identity), connectedNanos);
                    }

                    @Override
                    public void onFailure(CoapException failure, long failedNanos) {
                        found.failed(failure, failedNanos);
                    }
                },
                nowNanos);
    }

    private void register(ClientCall call, Peer server, Registration registration, long nowNanos) {
        registration.started(where.endpoint()
                .observe(
                        destination(call.uri(), server.address()),
                        server.identity(),
                        CoapClient.complete(call, server.address()),
                        call.options(),
                        registration,
                        nowNanos));
    }

    private static CoapException asCoapException(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof CoapException known ? known : new UnreachableException(cause.toString());
    }

    private Destination destination(CoapUri uri, InetSocketAddress address) {
        return uri.literalAddress().isPresent()
                ? new Destination(address, address, (found, now) -> connect(uri, address, found, now))
                : new Destination(uri.host() + ":" + uri.port(), address, (found, now) -> search(uri, found));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its outcome goes to the one who searches
    private void search(CoapUri uri, Destination.Found found) {
        client.resolver()
                .resolve(uri)
                .whenComplete((address, failure) -> where.execute(now -> {
                    if (failure == null) {
                        connect(uri, new InetSocketAddress(address, uri.port()), found, now);
                    } else {
                        found.at(null, now);
                    }
                }));
    }
}
