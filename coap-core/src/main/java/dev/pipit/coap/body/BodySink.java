package dev.pipit.coap.body;

/**
 * Where a protocol layer puts the bytes of a body that comes in, one after the other. Belongs to the event loop and is
 * touched by it alone; never blocks, never throws.
 */
public interface BodySink {
    /**
     * Appends bytes, always; they are copied. The layer should append no more than one block once there is no room.
     *
     * @param whenRoom called once on the loop, after this has returned, when there is room again, if the answer is
     *     false. It is not called where the reader gives up: see {@link #onCancel}.
     * @return whether there is room for more
     */
    boolean write(byte[] bytes, Execution.LoopTask whenRoom);

    /** The body is complete. What comes after the first end is ignored. */
    void complete();

    /** The body will never be complete; the reader hears why, after the bytes that came. */
    void fail(Throwable reason);

    /** Whether the reader has given up: what is written is thrown away. */
    boolean isCancelled();

    /**
     * Says whom to call, once, on the loop, where the reader gives up before the body's end has been written. Where it
     * has given up already, the call comes soon.
     */
    void onCancel(Execution.LoopTask listener);
}
