package dev.pipit.coap.body;

/**
 * Where the bytes of a {@link BufferedSource} come from. It hands them over with {@link BufferedSource#add}, {@link
 * BufferedSource#end} and {@link BufferedSource#fail}, from one thread at a time.
 */
interface Supply {
    /** There is room: hands over bytes until told that there is none. Called on the loop, never while it is at it. */
    void request();

    /** Nothing more is wanted. Called on the loop, once. */
    void close();

    /** Opens a supply. */
    @FunctionalInterface
    interface Opening {
        /** A supply that starts at this place in the body; called on the loop. */
        Supply open(BufferedSource into, long offset);
    }
}
