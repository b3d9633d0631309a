/** Pipit's CoAP stack: messages, reliability, resources, server and client over UDP. */
@SuppressWarnings("module") // coap-dtls comes after this one
module dev.pipit.coap {
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires org.slf4j;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;

    exports dev.pipit.coap.blockwise;
    exports dev.pipit.coap.body;
    exports dev.pipit.coap.cache;
    exports dev.pipit.coap.client;
    exports dev.pipit.coap.codec;
    exports dev.pipit.coap.crypto;
    exports dev.pipit.coap.endpoint;
    exports dev.pipit.coap.event;
    exports dev.pipit.coap.exchange;
    exports dev.pipit.coap.freshness;
    exports dev.pipit.coap.link;
    exports dev.pipit.coap.message;
    exports dev.pipit.coap.observe;
    exports dev.pipit.coap.option;
    exports dev.pipit.coap.peer;
    exports dev.pipit.coap.port;
    exports dev.pipit.coap.reliability;
    exports dev.pipit.coap.server;
    exports dev.pipit.coap.testing;
    exports dev.pipit.coap.timer;
    exports dev.pipit.coap.transport;
    exports dev.pipit.coap.resource;
    exports dev.pipit.coap.worker to
            dev.pipit.coap.dtls;
}
