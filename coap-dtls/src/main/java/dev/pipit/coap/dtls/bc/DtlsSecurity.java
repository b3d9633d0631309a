package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.association.AssociationLayer;
import dev.pipit.coap.dtls.association.ConnectionIds;
import dev.pipit.coap.dtls.association.Neighbours;
import dev.pipit.coap.transport.DatagramSecurity;
import java.security.SecureRandom;

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
        EventLoops loops = new EventLoops();
        SecureRandom random = new SecureRandom();
        int idBytes = server ? config.serverConnectionIdBytes() : config.clientConnectionIdBytes();
        return wire -> {
            BcHandshakes handshakes = new BcHandshakes(config, lasting, wire);
            EventLoops.Seat seat = loops.join(wire);
            if (seat == null) {
                ConnectionIds none = new ConnectionIds(Math.min(idBytes, 0), 0, random);
                return new AssociationLayer(config.limits(), wire, handshakes, server, none, Neighbours.NONE);
            }
            ConnectionIds ids = new ConnectionIds(idBytes, seat.number(), random);
            AssociationLayer layer = new AssociationLayer(config.limits(), wire, handshakes, server, ids, seat);
            seat.open(layer);
            return layer;
        };
    }
}
