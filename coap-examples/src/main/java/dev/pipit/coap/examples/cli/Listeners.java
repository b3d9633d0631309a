package dev.pipit.coap.examples.cli;

import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.peer.Peer;

/** Two that hear each message. */
record Listeners(EndpointListener first, EndpointListener second) implements EndpointListener {
    @Override
    public void onReceived(Peer peer, Datagram datagram) {
        first.onReceived(peer, datagram);
        second.onReceived(peer, datagram);
    }

    @Override
    public void onSent(Peer peer, UdpMessage message) {
        first.onSent(peer, message);
        second.onSent(peer, message);
    }
}
