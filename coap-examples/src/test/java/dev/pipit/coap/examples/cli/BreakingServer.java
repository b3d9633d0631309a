package dev.pipit.coap.examples.cli;

import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.StandardOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;

/** A server of one body in blocks of 64 bytes, which rejects whoever asks for more than it wants to give. */
final class BreakingServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final byte[] body;
    private volatile EntityTag tag;
    private volatile int blocks;

    /**
     * Starts it.
     *
     * @param tag null for none
     * @param blocks how many it gives
     */
    BreakingServer(byte[] body, EntityTag tag, int blocks) throws IOException {
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.body = body;
        this.tag = tag;
        this.blocks = blocks;
        Thread thread = new Thread(this::serve, "breaking-server");
        thread.setDaemon(true);
        thread.start();
    }

    String uri() {
        return "coap://127.0.0.1:" + socket.getLocalPort() + "/x";
    }

    /** From now on it gives so many, of a body with this tag. */
    void change(EntityTag newTag, int newBlocks) {
        tag = newTag;
        blocks = newBlocks;
    }

    private void serve() {
        MessageDecoder decoder = new MessageDecoder(8);
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            while (true) {
                socket.receive(packet);
                if (decoder.decode(packet.getData(), 0, packet.getLength()) instanceof UdpMessage message
                        && message.message() != null) {
                    byte[] answer = answer(message);
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // That is how it ends.
        }
    }

    private byte[] answer(UdpMessage request) {
        Block asked = request.message().options().get(StandardOptions.BLOCK2).orElse(new Block(0, false, 2));
        int number = (int) (asked.offset() / 64);
        if (number >= blocks) {
            return MessageEncoder.encodeEmpty(MessageType.RST, request.messageId());
        }
        int end = Math.min(body.length, number * 64 + 64);
        Response.Builder response = Response.builder(Code.CONTENT)
                .option(StandardOptions.BLOCK2, new Block(number, end < body.length, 2))
                .payload(Arrays.copyOfRange(body, number * 64, end));
        if (tag != null) {
            response.option(StandardOptions.ETAG, tag);
        }
        return MessageEncoder.encode(MessageType.ACK, request.messageId(), request.token(), response.build());
    }

    @Override
    public void close() {
        socket.close();
    }
}
