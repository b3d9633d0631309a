package dev.pipit.coap.message;

import org.jspecify.annotations.Nullable;

/**
 * A datagram with a message format error (RFC 7252 §3, §4.2, §4.3), or with a code of a reserved class.
 *
 * @param type the message type; null where there is no header of version 1 to speak of, which nobody answers
 * @param messageId the message ID, 0 where there is none
 * @param reason what is wrong, for people
 */
public record MalformedMessage(@Nullable MessageType type, int messageId, String reason) implements Datagram {}
