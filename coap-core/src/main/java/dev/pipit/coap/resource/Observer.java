package dev.pipit.coap.resource;

import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.Peer;

/**
 * One observer of a resource.
 *
 * @param peer who it is
 * @param token the token of its registration
 * @param request what it asked for, without Observe and ETag
 */
public record Observer(Peer peer, Token token, Request request) {}
