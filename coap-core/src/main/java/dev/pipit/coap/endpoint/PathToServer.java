package dev.pipit.coap.endpoint;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.Destination;
import dev.pipit.coap.observe.ObservationPath;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The way from an endpoint to a server that one of its clients observes. */
final class PathToServer implements ObservationPath {
    private static final RequestPort.OutgoingRequest NOT_SENT = nowNanos -> {};

    private final CoapEndpoint endpoint;
    private final Destination server;
    private InetSocketAddress address;
    private PeerIdentity identity; // another one with each association

    PathToServer(CoapEndpoint endpoint, Destination server, PeerIdentity identity) {
        this.endpoint = endpoint;
        this.server = server;
        this.identity = identity;
        this.address = server.address();
    }

    @Override
    public Object server() {
        return server.name();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public RequestPort.OutgoingRequest register(
            Request request, SendOptions options, RequestPort.ResponseListener listener, long nowNanos) {
        PeerSlot peer = endpoint.peer(address, identity, listener, nowNanos);
        return peer == null ? NOT_SENT : endpoint.requests().register(peer, request, options, listener, nowNanos);
    }

    @Override
    public RequestPort.OutgoingRequest retrieve(
            Request request, SendOptions options, RequestPort.ResponseListener listener, long nowNanos) {
        return endpoint.request(address, identity, request, options, listener, nowNanos);
    }

    @Override
    public RequestPort.OutgoingRequest complete(
            Request request,
            Response firstBlock,
            SendOptions options,
            RequestPort.ResponseListener listener,
            long nowNanos) {
        PeerSlot peer = endpoint.peer(address, identity, listener, nowNanos);
        return peer == null
                ? NOT_SENT
                : endpoint.requests().complete(peer, request, firstBlock, options, listener, nowNanos);
    }

    @Override
    public void locate(Located then, long nowNanos) {
        server.search()
                .find(
                        new Destination.Found() {
                            @Override
                            public void at(@Nullable Peer found, long foundNanos) {
                                handleLocation(found, then, foundNanos);
                            }

                            @Override
                            public void failed(CoapException failure, long failedNanos) {
                                then.failed(failure, failedNanos);
                            }
                        },
                        nowNanos);
    }

    private void handleLocation(@Nullable Peer found, Located then, long nowNanos) {
        boolean moved = found != null && !found.address().equals(address);
        if (found != null) {
            address = found.address();
            identity = found.identity();
        }
        then.at(moved, nowNanos);
    }
}
