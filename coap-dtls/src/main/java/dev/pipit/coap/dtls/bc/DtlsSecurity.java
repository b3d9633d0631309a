package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.association.AssociationLayer;
import dev.pipit.coap.transport.DatagramSecurity;

/** Puts together what protects the datagrams of the bindings of one server or client. */
public final class DtlsSecurity {
    private DtlsSecurity() {}

    /** For a server: answers handshakes. */
    public static DatagramSecurity.Factory server(DtlsConfig config) {
        return factory(config, true);
    }

    /** For a client: begins handshakes. */
    public static DatagramSecurity.Factory client(DtlsConfig config) {
        return factory(config, false);
    }

    private static DatagramSecurity.Factory factory(DtlsConfig config, boolean server) {
        return factory(config, new Lasting(config, server), server);
    }

    static DatagramSecurity.Factory factory(DtlsConfig config, Lasting lasting, boolean server) {
        return wire -> new AssociationLayer(config.limits(), wire, new BcHandshakes(config, lasting, wire), server);
    }
}
