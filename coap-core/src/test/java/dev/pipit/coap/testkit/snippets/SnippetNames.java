package dev.pipit.coap.testkit.snippets;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.server.CoapServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names that snippets use without declaring them: what a reader's program would have. Never run. */
public final class SnippetNames {
    /** A logger. */
    public static final Logger log = LoggerFactory.getLogger("snippet");

    /** A light. */
    public static final Led led = new Led();

    /** Thermometers. */
    public static final Sensors sensors = new Sensors();

    /** A URI. */
    public static final String uri = "coap://localhost/";

    /** A key. */
    public static final byte[] key = {};

    /** Threads for what is hung on futures. */
    public static final Executor executor = Runnable::run;

    /** An option of an application. */
    public static final OptionDefinition<Long> PRIORITY = OptionDefinition.uint(65000, "Priority", 0, 1);

    /** A server. */
    public static final CoapServer server = CoapServer.builder().build();

    /** A client. */
    public static final CoapClient client = CoapClient.create();

    private SnippetNames() {}

    /** A light. */
    public static final class Led {
        private String state = "off";

        /** Switches it. */
        public void set(String words) {
            state = words;
        }

        /** What it is like. */
        public String state() {
            return state;
        }
    }

    /** Thermometers. */
    public static final class Sensors {
        /** The temperature. */
        public String read(String id) {
            return id;
        }

        /** The temperature, later. */
        public CompletableFuture<String> readLater(String id) {
            return CompletableFuture.completedFuture(id);
        }
    }
}
