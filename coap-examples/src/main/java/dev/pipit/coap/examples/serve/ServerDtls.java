package dev.pipit.coap.examples.serve;

import dev.pipit.coap.dtls.ClientAuthentication;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.DtlsConfigBuilder;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.dtls.key.CredentialException;
import dev.pipit.coap.dtls.key.PskFile;
import dev.pipit.coap.examples.cli.CertificateFiles;
import dev.pipit.coap.examples.cli.RawKeyFiles;
import dev.pipit.coap.examples.cli.UsageException;
import dev.pipit.coap.transport.TransportConfig;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A server's credentials out of its options. Apart from them, so that the DTLS library is loaded for coaps alone. */
final class ServerDtls {
    private static final int LOAD_HANDSHAKES = 4096;

    private ServerDtls() {}

    /**
     * The credentials of all options.
     *
     * @param load whether a load generator comes, all of whose clients have one address
     * @throws UsageException if one cannot be read or used, or an identity is there twice
     */
    static TransportConfig config(CredentialOptions options, boolean load) {
        options.require();
        DtlsConfigBuilder builder = DtlsConfig.builder();
        try {
            if (options.psk.isGiven()) {
                builder.pskStore(PskStore.of(keys(options.psk)));
            }
            if (options.psk.hint != null) {
                builder.pskHint(options.psk.hint);
            }
            if (options.clientAuth != null) {
                builder.clientAuthentication(ClientAuthentication.valueOf(options.clientAuth.toUpperCase(Locale.ROOT)));
            }
            addCertificates(builder, options.certificates);
            addRawKeys(builder, options.rawKeys);
        } catch (CredentialException | IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()).replace("--psk line 1: ", "--psk: "));
        }
        return (load ? builder.limits(limits -> limits.handshakes(LOAD_HANDSHAKES, LOAD_HANDSHAKES)) : builder).build();
    }

    private static void addCertificates(DtlsConfigBuilder builder, CertificateOptions options) {
        if (options.certificate != null) {
            builder.certificate(CertificateFiles.credential(options.certificate, options.privateKey));
        }
        if (!options.trusted.isEmpty()) {
            builder.trust(CertificateFiles.trust(options.trusted));
        }
    }

    private static void addRawKeys(DtlsConfigBuilder builder, RawKeyOptions options) {
        if (options.own != null) {
            builder.rawKey(RawKeyFiles.credential(options.own));
        }
        if (!options.trusted.isEmpty()) {
            builder.rawPublicKeys(RawKeyFiles.trust(options.trusted));
        }
    }

    private static Map<String, byte[]> keys(PskOptions options) {
        Map<String, byte[]> keys = new HashMap<>();
        if (options.file != null) {
            keys.putAll(PskFile.read(options.file).keys());
        }
        options.keys.forEach(key -> add(key, keys));
        return keys;
    }

    private static void add(String option, Map<String, byte[]> keys) {
        PskFile.parse("--psk", option).keys().forEach((identity, key) -> {
            if (keys.putIfAbsent(identity, key) != null) {
                throw new UsageException("--psk: identity \"" + identity + "\" is there twice (expected: each once)");
            }
        });
    }
}
