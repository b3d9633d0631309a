/** CoAP over DTLS (RFC 7252 §9). */
module dev.pipit.coap.dtls {
    requires transitive dev.pipit.coap;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.tls;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.pipit.coap.dtls;
    exports dev.pipit.coap.dtls.key;
}
