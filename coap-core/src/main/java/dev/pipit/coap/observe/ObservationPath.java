package dev.pipit.coap.observe;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import java.net.InetSocketAddress;

/** The way of an observation to its server, wherever that is now. */
public interface ObservationPath {
    /** Who the server is: equal for paths to one server, wherever it is. */
    Object server();

    /** Where it is, as far as is known. */
    InetSocketAddress address();

    /** Sends a registration or its end; the listener hears responses as they come, first blocks of bodies among them. */
    RequestPort.OutgoingRequest register(
            Request request, SendOptions options, RequestPort.ResponseListener listener, long nowNanos);

    /** Sends a request, and assembles the body of its response. */
    RequestPort.OutgoingRequest retrieve(
            Request request, SendOptions options, RequestPort.ResponseListener listener, long nowNanos);

    /** Fetches the body of which a notification was the first block (RFC 7959 §2.6). */
    RequestPort.OutgoingRequest complete(
            Request request,
            Response firstBlock,
            SendOptions options,
            RequestPort.ResponseListener listener,
            long nowNanos);

    /** Finds out where the server is now, and sends to there from then on; tells when that is done, now or later. */
    void locate(Located then, long nowNanos);

    /** Hears that the server has been looked for. */
    interface Located {
        /** It has, and is elsewhere or where it was. */
        void at(boolean moved, long nowNanos);

        /** There is no way to it now. */
        void failed(CoapException failure, long nowNanos);
    }
}
