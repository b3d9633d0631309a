package dev.pipit.coap.transport;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.peer.PeerIdentity;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** A bound local address with its event loop and its endpoint. */
public interface Binding {
    /** Where it is bound, with the port that was really taken. */
    InetSocketAddress localAddress();

    /** The endpoint; to be touched on the event loop only. */
    CoapEndpoint endpoint();

    /**
     * Runs a task on the event loop, soon, and sends what it wrote. From any thread. After {@link #close()} the task
     * may be dropped: then the answer is false.
     */
    boolean execute(LoopTask task);

    /**
     * Like {@link #execute}, but the event loop may go on sleeping until {@link #wakeUp()}: for tasks that are best done many
     * at a time. From any thread.
     */
    default boolean executeLazily(LoopTask task) {
        return execute(task);
    }

    /** Wakes the event loop if tasks of {@link #executeLazily} wait. From any thread. */
    default void wakeUp() {}

    /**
     * Sees to it that messages can be sent to a peer: over a secure transport that there is an association with it, which
     * may take a handshake. Without security that is so at all times. On the event loop; the listener may hear of it
     * before this returns.
     *
     * @param serverName the name that the peer is asked for by, or its address as text
     * @param listener hears who the peer is, for {@link CoapEndpoint#request} and its kin, or why there is no way to it
     */
    default void connect(InetSocketAddress to, String serverName, ConnectListener listener, long nowNanos) {
        listener.onConnected(PeerIdentity.NONE, nowNanos);
    }

    /** The time of the endpoint, in nanoseconds. From any thread. */
    default long nowNanos() {
        return System.nanoTime();
    }

    /** Whether the calling thread is the event loop's: it must not wait for anything. */
    boolean inLoop();

    /** How many datagrams the operating system dropped because nobody took them in time; 0 where it does not say. */
    default long receiveOverruns() {
        return 0;
    }

    /** Closes the socket and frees what belongs to it; completes when that is done. */
    CompletableFuture<Void> close();

    /** Something to do on the event loop. */
    @FunctionalInterface
    interface LoopTask {
        /** Does it; the time is that of the endpoint. */
        void run(long nowNanos);
    }
}
