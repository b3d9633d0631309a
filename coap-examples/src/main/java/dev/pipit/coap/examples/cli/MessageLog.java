package dev.pipit.coap.examples.cli;

import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.message.MalformedMessage;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.OptionRegistry;
import dev.pipit.coap.peer.Peer;
import java.io.PrintStream;
import java.util.HexFormat;
import java.util.StringJoiner;

/**
 * Writes each message on a line, much as libcoap's programs do:
 * {@code -> 192.0.2.1:5683 v:1 t:CON c:GET i:7d34 {8b6c} [ Uri-Path:temperature ]}.
 */
public final class MessageLog implements EndpointListener {
    private final PrintStream out;

    /** A log that goes to a stream. */
    public MessageLog(PrintStream out) {
        this.out = out;
    }

    @Override
    public void onSent(Peer peer, UdpMessage message) {
        out.println("-> " + peer + " " + describe(message));
    }

    @Override
    public void onReceived(Peer peer, Datagram datagram) {
        String text = datagram instanceof UdpMessage message
                ? describe(message)
                : "malformed: " + ((MalformedMessage) datagram).reason();
        out.println("<- " + peer + " " + text);
    }

    private static String describe(UdpMessage message) {
        StringBuilder line = new StringBuilder("v:1 t:")
                .append(message.type())
                .append(" c:")
                .append(code(message.code()))
                .append(String.format(" i:%04x {%s} [", message.messageId(), message.token()));
        Message content = message.message();
        if (content != null) {
            StringJoiner options = new StringJoiner(",");
            content.options()
                    .forEach(option -> options.add(
                            " " + Failures.oneLine(OptionRegistry.standard().describe(option))));
            line.append(options);
        }
        line.append(" ]");
        if (content != null && content.hasPayload()) {
            line.append(" :: ").append(describe(content.payload()));
        }
        return line.toString();
    }

    private static String code(Code code) {
        return code.isRequest() ? code.toString() : code.dotted();
    }

    private static String describe(byte[] payload) {
        String text = ReadablePayload.text(payload);
        return text == null
                ? payload.length + " bytes <<" + HexFormat.of().formatHex(payload) + ">>"
                : "'" + Failures.oneLine(text) + "'";
    }
}
