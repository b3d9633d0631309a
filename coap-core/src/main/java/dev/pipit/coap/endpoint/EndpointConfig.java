package dev.pipit.coap.endpoint;

import dev.pipit.coap.blockwise.BlockwiseConfig;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.freshness.FreshnessConfig;
import dev.pipit.coap.option.OptionRegistry;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.reliability.ReliabilityConfig;

/**
 * What an endpoint goes by.
 *
 * @param reliability retransmission, duplicates, message size
 * @param blockwise bodies in blocks
 * @param freshness how clients' addresses are verified, as a server
 * @param options the options that the endpoint understands
 * @param maxTokenLength the longest token taken, in bytes: 8 as in RFC 7252, up to 65804 with RFC 8974
 * @param maxPeers how many peers are known at a time
 * @param maxExchanges how many requests of ours may wait for a response
 * @param listener hears each message
 */
public record EndpointConfig(
        ReliabilityConfig reliability,
        BlockwiseConfig blockwise,
        FreshnessConfig freshness,
        OptionRegistry options,
        int maxTokenLength,
        int maxPeers,
        int maxExchanges,
        EndpointListener listener) {
    /** The registered options that this version of the library understands: those it does not act upon are left out. */
    public static final OptionRegistry UNDERSTOOD = OptionRegistry.standard()
            .without(
                    StandardOptions.OSCORE,
                    StandardOptions.URI_PATH_ABBREV,
                    StandardOptions.Q_BLOCK1,
                    StandardOptions.Q_BLOCK2,
                    StandardOptions.EDHOC,
                    StandardOptions.PROXY_CRI,
                    StandardOptions.PROXY_SCHEME_NUMBER,
                    StandardOptions.OCF_ACCEPT_CONTENT_FORMAT_VERSION,
                    StandardOptions.OCF_CONTENT_FORMAT_VERSION,
                    StandardOptions.SCP82_PARAMS);

    /** A peer that is known costs a few hundred bytes: a sixteenth of the heap, at most 250,000 of them. */
    public static final EndpointConfig DEFAULT = new EndpointConfig(
            ReliabilityConfig.DEFAULT,
            BlockwiseConfig.DEFAULT,
            FreshnessConfig.DEFAULT,
            UNDERSTOOD,
            8,
            (int) Math.min(250_000, Runtime.getRuntime().maxMemory() / 16 / 400),
            65_536,
            EndpointListener.NONE);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public EndpointConfig {
        require(maxTokenLength >= 8 && maxTokenLength <= 65804, "maxTokenLength", maxTokenLength, "8-65804");
        require(maxPeers >= 1, "maxPeers", maxPeers, "at least 1");
        require(maxExchanges >= 1, "maxExchanges", maxExchanges, "at least 1");
    }

    private static void require(boolean fine, String name, Object value, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** This configuration for each of so many endpoints that share its memory: its limits of memory, divided. */
    public EndpointConfig dividedBy(int endpoints) {
        return reliability(reliability.maxDuplicateBytes(Math.max(4096, reliability.maxDuplicateBytes() / endpoints)))
                .blockwise(blockwise.maxBufferedBytes(Math.max(1024, blockwise.maxBufferedBytes() / endpoints)))
                .maxPeers(Math.max(1, maxPeers / endpoints));
    }

    /** This configuration with another one for the reliability layer. */
    public EndpointConfig reliability(ReliabilityConfig value) {
        return new EndpointConfig(
                value, blockwise, freshness, options, maxTokenLength, maxPeers, maxExchanges, listener);
    }

    /** This configuration with another one for block-wise transfer. */
    public EndpointConfig blockwise(BlockwiseConfig value) {
        return new EndpointConfig(
                reliability, value, freshness, options, maxTokenLength, maxPeers, maxExchanges, listener);
    }

    /** This configuration with another one for the verification of addresses. */
    public EndpointConfig freshness(FreshnessConfig value) {
        return new EndpointConfig(
                reliability, blockwise, value, options, maxTokenLength, maxPeers, maxExchanges, listener);
    }

    /** This configuration with other options understood. */
    public EndpointConfig options(OptionRegistry value) {
        return new EndpointConfig(
                reliability, blockwise, freshness, value, maxTokenLength, maxPeers, maxExchanges, listener);
    }

    /** This configuration with another longest token, in bytes. */
    public EndpointConfig maxTokenLength(int value) {
        return new EndpointConfig(reliability, blockwise, freshness, options, value, maxPeers, maxExchanges, listener);
    }

    /** This configuration with another limit of peers. */
    public EndpointConfig maxPeers(int value) {
        return new EndpointConfig(
                reliability, blockwise, freshness, options, maxTokenLength, value, maxExchanges, listener);
    }

    /** This configuration with another limit of waiting requests. */
    public EndpointConfig maxExchanges(int value) {
        return new EndpointConfig(
                reliability, blockwise, freshness, options, maxTokenLength, maxPeers, value, listener);
    }

    /** This configuration with a listener. */
    public EndpointConfig listener(EndpointListener value) {
        return new EndpointConfig(
                reliability, blockwise, freshness, options, maxTokenLength, maxPeers, maxExchanges, value);
    }
}
