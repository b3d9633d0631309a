package dev.pipit.coap.resource;

import dev.pipit.coap.message.Code;

/** Is told when a handler enters and leaves the event loop, so that it can name one that stays too long. */
public interface Watchdog {
    /** Watches nothing. */
    Watchdog NONE = new Watchdog() {
        @Override
        public long start() {
            return 0;
        }

        @Override
        public void end(long started, Code method, String route) {}
    };

    /** A handler is about to run on the event loop; gives the time, in a unit of the watchdog's choice. */
    long start();

    /**
     * The handler has returned or thrown.
     *
     * @param started what {@link #start} gave
     * @param route the path that the resource was added with, as "/sensors/{id}"
     */
    void end(long started, Code method, String route);
}
