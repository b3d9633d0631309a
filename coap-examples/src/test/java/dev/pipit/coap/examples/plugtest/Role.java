package dev.pipit.coap.examples.plugtest;

/** Which side of a plugtest a test puts to the test, and against whom. */
public enum Role {
    /** Our server; the test is the client, datagram by datagram. */
    SERVER("server"),
    /** Our client; the test is the server, datagram by datagram. */
    CLIENT("client"),
    /** Our client and our server. */
    BOTH("both"),
    /** Our server, and libcoap's client. */
    SERVER_WITH_LIBCOAP("server, libcoap's client"),
    /** Our client, and libcoap's server. */
    CLIENT_WITH_LIBCOAP("client, libcoap's server");

    private final String title;

    Role(String title) {
        this.title = title;
    }

    /** As the head of a column. */
    String title() {
        return title;
    }
}
