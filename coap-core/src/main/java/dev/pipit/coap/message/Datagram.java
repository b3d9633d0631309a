package dev.pipit.coap.message;

/** What a received datagram turned out to be: a message, or something to be rejected. */
public sealed interface Datagram permits UdpMessage, MalformedMessage {}
