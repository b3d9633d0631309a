/** The {@code coap} command-line program, and short examples. */
module dev.pipit.coap.examples {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.dataformat.cbor;
    requires dev.pipit.coap;
    requires dev.pipit.coap.dtls;
    requires info.picocli;
    requires java.management;
    requires jdk.management;
    requires org.slf4j;
    requires HdrHistogram;
    requires static org.jspecify;

    opens dev.pipit.coap.examples.cli to
            info.picocli;
    opens dev.pipit.coap.examples.serve to
            info.picocli;
}
