/** CoAP over DTLS (RFC 7252 §9). */
module dev.pipit.coap.dtls {
    requires dev.pipit.coap;
    requires static org.jspecify;

    exports dev.pipit.coap.dtls.key;
}
