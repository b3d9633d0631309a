package dev.pipit.coap.examples.serve;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.dtls.key.CredentialException;
import dev.pipit.coap.dtls.key.PskFile;
import dev.pipit.coap.examples.cli.UsageException;
import dev.pipit.coap.transport.TransportConfig;
import java.util.HashMap;
import java.util.Map;

/** A server's credentials out of its options. Apart from them, so that the DTLS library is loaded for coaps alone. */
final class ServerDtls {
    private static final int LOAD_HANDSHAKES = 4096;

    private ServerDtls() {}

    /**
     * The keys of both options.
     *
     * @param load whether a load generator comes, all of whose clients have one address
     * @throws UsageException if one is not a key, or an identity is there twice
     */
    static TransportConfig config(PskOptions options, boolean load) {
        Map<String, byte[]> keys = new HashMap<>();
        try {
            if (options.file != null) {
                keys.putAll(PskFile.read(options.file).keys());
            }
            options.keys.forEach(key -> add(key, keys));
        } catch (CredentialException e) {
            throw new UsageException(String.valueOf(e.getMessage()).replace("--psk line 1: ", "--psk: "));
        }
        DtlsConfig.Builder builder = DtlsConfig.builder().pskStore(PskStore.of(keys));
        return (load ? builder.limits(limits -> limits.handshakes(LOAD_HANDSHAKES, LOAD_HANDSHAKES)) : builder).build();
    }

    private static void add(String option, Map<String, byte[]> keys) {
        PskFile.parse("--psk", option).keys().forEach((identity, key) -> {
            if (keys.putIfAbsent(identity, key) != null) {
                throw new UsageException("--psk: identity \"" + identity + "\" is there twice (expected: each once)");
            }
        });
    }
}
