package dev.pipit.coap.cache;

import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;

/**
 * A resource whose stored responses are no longer fresh when it changes: its URI but for the query, whoever asked. That
 * the query does not count is more than RFC 7252 §5.9.1 asks, since "/a?x=1" and "/a" are mostly one thing.
 */
record CacheTarget(String scheme, String host, int port, Options uri) {
    static CacheTarget of(CacheScope scope, Request request) {
        // With Proxy-Uri the resource is named in another way, and a change makes all not fresh that came by this proxy
        // in that way.
        Options uri = request.options().has(StandardOptions.PROXY_URI)
                ? Options.EMPTY
                : request.options().filter(CacheTarget::counts);
        return new CacheTarget(scope.scheme(), scope.host(), scope.port(), uri);
    }

    /** The resource that a 2.01 names (RFC 7252 §5.10.7), or this one. */
    CacheTarget created(Response response) {
        if (!response.options().has(StandardOptions.LOCATION_PATH.number())) {
            return this;
        }
        OptionsBuilder location = uri.without(StandardOptions.URI_PATH).toBuilder();
        response.options().forEach(option -> {
            if (option.number() == StandardOptions.LOCATION_PATH.number()) {
                location.addRaw(StandardOptions.URI_PATH.number(), option.value());
            }
        });
        return new CacheTarget(scheme, host, port, location.build());
    }

    private static boolean counts(int number) {
        return number == StandardOptions.URI_HOST.number()
                || number == StandardOptions.URI_PORT.number()
                || number == StandardOptions.URI_PATH.number()
                || number == StandardOptions.URI_PATH_ABBREV.number()
                || number == StandardOptions.PROXY_SCHEME.number();
    }
}
