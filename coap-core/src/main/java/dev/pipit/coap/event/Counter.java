package dev.pipit.coap.event;

/** What is counted. */
public enum Counter {
    /** Datagrams received. */
    DATAGRAMS_RECEIVED,
    /** Datagrams sent, retransmissions included. */
    DATAGRAMS_SENT,
    /** Requests that reached the application. */
    REQUESTS_RECEIVED,
    /** Requests sent, without retransmissions. */
    REQUESTS_SENT,
    /** Responses that answered a request of ours. */
    RESPONSES_RECEIVED,
    /** Responses sent. */
    RESPONSES_SENT,
    /** Responses not sent, as the request's No-Response option asks (RFC 7967). */
    RESPONSES_SUPPRESSED,
    /** Datagrams with a message format error (RFC 7252 §4.2). */
    MALFORMED,
    /** Confirmable messages sent again (RFC 7252 §4.2). */
    RETRANSMISSIONS,
    /** Duplicates recognized (RFC 7252 §4.5). */
    DUPLICATES,
    /** Duplicate-filter entries forgotten before their time, for lack of room. */
    DUPLICATES_FORGOTTEN,
    /** Messages answered with a Reset. */
    RESETS_SENT,
    /** Resets received for messages of ours. */
    RESETS_RECEIVED,
    /** Messages ignored: acknowledgements, resets and responses that match nothing, and the like. */
    IGNORED,
    /** Requests refused for an option (4.02), a proxy option (5.05) or ignored for one (NON). */
    BAD_OPTIONS,
    /** Confirmable messages never acknowledged. */
    TIMEOUTS,
    /** Peers reported unreachable by the network. */
    UNREACHABLE,
    /** Messages that were not sent because they are too large. */
    TOO_LARGE,
    /** Messages not queued, or not sent, for lack of room or of a free message ID. */
    QUEUE_FULL,
    /** Datagrams of strangers dropped because the peer table is full. */
    PEERS_REFUSED,
    /** Notifications sent to observers, without retransmissions (RFC 7641). */
    NOTIFICATIONS_SENT,
    /** Registrations of observers answered without one, for lack of room. */
    OBSERVERS_REFUSED,
    /** Responses with an Echo option: challenges to show where one is, or that a request is fresh (RFC 9175). */
    CHALLENGES_SENT,
    /** Peers that have shown that they receive at their address. */
    PEERS_VERIFIED,
    /** Responses and notifications that waited until their peer had shown that. */
    RESPONSES_HELD,
    /** Responses that went in part, or not, because their peer had not shown that. */
    RESPONSES_CUT,
    /** Messages that were not sent because they would have been more than three times what came from the peer. */
    AMPLIFICATION_PREVENTED,
    /** Handlers that threw, or gave no response or a body that could not be read. */
    HANDLER_FAILURES,
    /** Requests answered 5.03 because too many were being worked on. */
    OVERLOADED,
    /** Datagrams that the operating system dropped because nobody took them in time. */
    RECEIVE_OVERRUNS,
    /** Datagrams larger than the receive buffer. */
    TRUNCATED,
    /** Peers that went on from another address, with the same security association (RFC 9146). */
    PEERS_MOVED,
    /** DTLS: ClientHellos answered with a cookie (RFC 6347 §4.2.1). */
    COOKIES_SENT,
    /** DTLS: handshakes begun, as a server behind the cookie. */
    HANDSHAKES_STARTED,
    /** DTLS: handshakes done: associations established. */
    HANDSHAKES_COMPLETED,
    /** DTLS: handshakes done that were abbreviated ones: they resumed a session (RFC 5246 §7.3). */
    HANDSHAKES_RESUMED,
    /** DTLS: handshakes that failed, took too long, or were begun anew by the peer. */
    HANDSHAKES_FAILED,
    /** DTLS: handshakes refused for lack of room. */
    HANDSHAKES_REFUSED,
    /** DTLS: handshakes given up in favour of newer ones. */
    HANDSHAKES_EVICTED,
    /** DTLS: associations ended by the peer. */
    ASSOCIATIONS_CLOSED,
    /** DTLS: associations ended because they were idle. */
    ASSOCIATIONS_EVICTED,
    /** DTLS: datagrams not sent because the association that they were for is not there any more. */
    ASSOCIATION_GONE,
    /** DTLS: datagrams dropped unseen: malformed, repeated, or more than a handshake takes. */
    RECORDS_DROPPED,
    /** DTLS: datagrams without an authentic, new record for their association. */
    RECORDS_REJECTED,
    /** DTLS: datagrams of an address without association or handshake. */
    RECORDS_WITHOUT_ASSOCIATION
}
