package dev.pipit.coap.examples.cli;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.DtlsConfigBuilder;
import dev.pipit.coap.dtls.DtlsException;
import dev.pipit.coap.dtls.key.CredentialException;
import dev.pipit.coap.dtls.key.PskFile;
import dev.pipit.coap.dtls.key.PskKeys;
import dev.pipit.coap.message.CoapUri;
import dev.pipit.coap.transport.TransportConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A client's credentials out of its options. Apart from them, so that the DTLS library is loaded for coaps alone. */
final class ClientDtls {
    private static final Duration SHORTEST_HANDSHAKE = Duration.ofSeconds(1);

    private ClientDtls() {}

    /**
     * What {@link CredentialOptions#require} has let through.
     *
     * @param timeout after which the request is given up
     * @throws UsageException if it does not make a credential
     */
    static TransportConfig config(CredentialOptions options, Optional<Duration> timeout) {
        DtlsConfigBuilder builder = DtlsConfig.builder();
        try {
            if (options.psk.isGiven()) {
                addKey(builder, options.psk);
            }
            if (options.certificates.isGiven()) {
                addCertificates(builder, options.certificates);
            }
            if (options.rawKeys.isGiven()) {
                addRawKeys(builder, options.rawKeys);
            }
        } catch (CredentialException | IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        // Before the request is given up: why a handshake failed says more than that there was no answer.
        timeout.ifPresent(limit -> builder.limits(limits -> {
            Duration most = limit.multipliedBy(4).dividedBy(5);
            Duration handshake = most.compareTo(limits.handshakeTimeout()) < 0 ? most : limits.handshakeTimeout();
            return limits.handshakeTimeout(
                    handshake.compareTo(SHORTEST_HANDSHAKE) < 0 ? SHORTEST_HANDSHAKE : handshake);
        }));
        return builder.build();
    }

    /**
     * Tells what prevents an association, before very many of them are tried.
     *
     * @throws DtlsException if there is none
     */
    static void tryHandshake(ConnectionOptions connection, Terminal terminal, CoapUri server) {
        try (CoapClient client = connection.client(terminal)) {
            client.ping(server.toString()).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DtlsException failure) {
                throw failure;
            }
            // Anything else is what the load is to find out.
        }
    }

    private static void addCertificates(DtlsConfigBuilder builder, CertificateOptions options) {
        if (!options.trusted.isEmpty()) {
            builder.trust(CertificateFiles.trust(options.trusted));
        }
        if (options.certificate != null) {
            builder.certificate(CertificateFiles.credential(options.certificate, options.privateKey));
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

    private static void addKey(DtlsConfigBuilder builder, PskOptions options) {
        if (options.file == null) {
            addKey(builder, String.valueOf(options.identity), String.valueOf(options.key));
        } else {
            addKey(builder, options.file, options.identity);
        }
    }

    private static void addKey(DtlsConfigBuilder builder, String identity, String key) {
        try {
            builder.psk(identity, PskKeys.parse(key));
        } catch (CredentialException e) {
            throw new UsageException("-k: " + e.getMessage());
        }
    }

    private static void addKey(DtlsConfigBuilder builder, Path file, @Nullable String identity) {
        PskFile keys = PskFile.read(file);
        Set<String> identities = keys.identities();
        if (identity == null && identities.size() > 1) {
            throw new UsageException(file + ": " + identities.size() + " identities (expected: -u IDENTITY with one of "
                    + String.join(", ", identities) + ")");
        }
        String chosen = identity == null ? identities.iterator().next() : identity;
        byte[] key = keys.key(chosen)
                .orElseThrow(() -> new UsageException("-u: \"" + chosen + "\" is not in " + file + " (expected: one of "
                        + String.join(", ", identities) + ")"));
        builder.psk(chosen, key);
    }
}
