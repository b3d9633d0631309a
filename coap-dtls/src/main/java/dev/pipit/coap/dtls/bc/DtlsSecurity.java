package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.association.AssociationLayer;
import dev.pipit.coap.transport.DatagramSecurity;

/** Puts together what protects the datagrams of one binding. */
public final class DtlsSecurity {
    private DtlsSecurity() {}

    /** For a server: answers handshakes. */
    public static DatagramSecurity server(DtlsConfig config, DatagramSecurity.Wire wire) {
        return new AssociationLayer(config.limits(), wire, new BcHandshakes(config, wire), true);
    }

    /** For a client: begins handshakes. */
    public static DatagramSecurity client(DtlsConfig config, DatagramSecurity.Wire wire) {
        return new AssociationLayer(config.limits(), wire, new BcHandshakes(config, wire), false);
    }
}
