package dev.pipit.coap.examples.bench;

import java.io.IOException;
import java.util.function.Consumer;

/** Something that can be done to a server, and measured. */
public interface Load {
    /**
     * Does it, and waits for its end.
     *
     * @param progress hears now and then how far it is, on the caller's thread
     * @throws IOException if this machine cannot do it: no more sockets, for one
     */
    LoadResult run(Consumer<LoadProgress> progress) throws IOException;

    /** Ends it early; what was measured until then is the result. From any thread. */
    void stop();
}
