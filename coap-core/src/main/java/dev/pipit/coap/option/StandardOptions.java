package dev.pipit.coap.option;

import java.util.List;

/** Every option of the IANA CoAP Option Numbers registry, each with the section that defines it. */
public final class StandardOptions {
    private static final OptionFormat<String> SEGMENT =
            OptionFormat.of(OptionFormat.STRING.name(), StandardOptions::encodeSegment, OptionFormat.STRING::decode);

    /** The entity-tags that a target must have (RFC 7252 §5.10.8.1). */
    public static final OptionDefinition<EntityTag> IF_MATCH = OptionDefinition.of(
                    1, "If-Match", OptionFormat.ENTITY_TAG, 0, 8)
            .repeatable()
            .inRequests();

    /** The host that the request is for (RFC 7252 §5.10.1). */
    public static final OptionDefinition<String> URI_HOST =
            OptionDefinition.string(3, "Uri-Host", 1, 255).inRequests();

    /** The entity-tag of a response; in a request, those whose representations are at hand (RFC 7252 §5.10.6). */
    public static final OptionDefinition<EntityTag> ETAG =
            OptionDefinition.of(4, "ETag", OptionFormat.ENTITY_TAG, 1, 8).repeatable();

    /** The request is for a target that does not exist (RFC 7252 §5.10.8.2). */
    public static final OptionDefinition<Boolean> IF_NONE_MATCH =
            OptionDefinition.empty(5, "If-None-Match").inRequests();

    /** Registers for, or numbers, notifications (RFC 7641 §2). */
    public static final OptionDefinition<Long> OBSERVE = OptionDefinition.uint(6, "Observe", 0, 3);

    /** The port that the request is for (RFC 7252 §5.10.1). */
    public static final OptionDefinition<Long> URI_PORT =
            OptionDefinition.uint(7, "Uri-Port", 0, 2).inRequests();

    /** One segment of the path of a created resource (RFC 7252 §5.10.7). */
    public static final OptionDefinition<String> LOCATION_PATH = OptionDefinition.of(
                    8, "Location-Path", SEGMENT, 0, 255)
            .repeatable()
            .inResponses();

    /** A message protected by OSCORE (RFC 8613 §2). */
    public static final OptionDefinition<byte[]> OSCORE = OptionDefinition.opaque(9, "OSCORE", 0, 255);

    /** One segment of the resource's path (RFC 7252 §5.10.1). */
    public static final OptionDefinition<String> URI_PATH =
            OptionDefinition.of(11, "Uri-Path", SEGMENT, 0, 255).repeatable().inRequests();

    /** The format of the payload (RFC 7252 §5.10.3). */
    public static final OptionDefinition<ContentFormat> CONTENT_FORMAT =
            OptionDefinition.of(12, "Content-Format", OptionFormat.CONTENT_FORMAT, 0, 2);

    /** A well-known path in one number (draft-ietf-core-uri-path-abbrev; the number is requested, not assigned). */
    public static final OptionDefinition<Long> URI_PATH_ABBREV =
            OptionDefinition.uint(13, "Uri-Path-Abbrev", 0, 4).inRequests();

    /** Seconds for which a response stays fresh (RFC 7252 §5.10.5). */
    public static final OptionDefinition<Long> MAX_AGE =
            OptionDefinition.uint(14, "Max-Age", 0, 4).withDefault(60L).inResponses();

    /** One argument of the query (RFC 7252 §5.10.1). */
    public static final OptionDefinition<String> URI_QUERY =
            OptionDefinition.string(15, "Uri-Query", 0, 255).repeatable().inRequests();

    /** How many more proxies a request may cross (RFC 8768 §3). */
    public static final OptionDefinition<Long> HOP_LIMIT =
            OptionDefinition.uint(16, "Hop-Limit", 1, 1).withDefault(16L).inRequests();

    /** The Content-Format that the client wants (RFC 7252 §5.10.4). */
    public static final OptionDefinition<ContentFormat> ACCEPT =
            OptionDefinition.of(17, "Accept", OptionFormat.CONTENT_FORMAT, 0, 2).inRequests();

    /** A block of a request body, with recovery of lost blocks (RFC 9177 §4.1). */
    public static final OptionDefinition<Long> Q_BLOCK1 = OptionDefinition.uint(19, "Q-Block1", 0, 3);

    /** One argument of the location's query (RFC 7252 §5.10.7). */
    public static final OptionDefinition<String> LOCATION_QUERY =
            OptionDefinition.string(20, "Location-Query", 0, 255).repeatable().inResponses();

    /** The payload starts with an EDHOC message (RFC 9668 §3.1). */
    public static final OptionDefinition<Boolean> EDHOC =
            OptionDefinition.empty(21, "EDHOC").inRequests();

    /** A block of a response body (RFC 7959 §2.1). */
    public static final OptionDefinition<Block> BLOCK2 = OptionDefinition.of(23, "Block2", Block.FORMAT, 0, 3);

    /** A block of a request body (RFC 7959 §2.1). */
    public static final OptionDefinition<Block> BLOCK1 = OptionDefinition.of(27, "Block1", Block.FORMAT, 0, 3);

    /** The size of the response body in bytes; in a request it is 0 and asks for that size (RFC 7959 §4). */
    public static final OptionDefinition<Long> SIZE2 = OptionDefinition.uint(28, "Size2", 0, 4);

    /** A block of a response body, with recovery of lost blocks (RFC 9177 §4.1). */
    public static final OptionDefinition<Long> Q_BLOCK2 =
            OptionDefinition.uint(31, "Q-Block2", 0, 3).repeatable();

    /** The absolute URI that a forward-proxy shall request (RFC 7252 §5.10.2). */
    public static final OptionDefinition<String> PROXY_URI =
            OptionDefinition.string(35, "Proxy-Uri", 1, 1034).inRequests();

    /** The scheme that a forward-proxy shall use with the Uri-* options (RFC 7252 §5.10.2). */
    public static final OptionDefinition<String> PROXY_SCHEME =
            OptionDefinition.string(39, "Proxy-Scheme", 1, 255).inRequests();

    /** The size of the request body; in 4.13, the largest one taken (RFC 7252 §5.10.9, RFC 7959 §4). */
    public static final OptionDefinition<Long> SIZE1 = OptionDefinition.uint(60, "Size1", 0, 4);

    /** The URI for a forward-proxy, as a CBOR reference (draft-ietf-core-href §6). */
    public static final OptionDefinition<byte[]> PROXY_CRI =
            OptionDefinition.opaque(235, "Proxy-Cri", 1, 1023).inRequests();

    /** The scheme for a forward-proxy, by its number (draft-ietf-core-href §6). */
    public static final OptionDefinition<Long> PROXY_SCHEME_NUMBER =
            OptionDefinition.uint(239, "Proxy-Scheme-Number", 0, 3).inRequests();

    /** Proves that a request is fresh and its sender reachable (RFC 9175 §2.2.1). */
    public static final OptionDefinition<byte[]> ECHO = OptionDefinition.opaque(252, "Echo", 1, 40);

    /** The classes of responses that the client does not want to hear (RFC 7967 §2). */
    public static final OptionDefinition<Long> NO_RESPONSE =
            OptionDefinition.uint(258, "No-Response", 0, 1).withDefault(0L).inRequests();

    /** Tells concurrent block-wise request bodies apart (RFC 9175 §3.2.1). */
    public static final OptionDefinition<byte[]> REQUEST_TAG =
            OptionDefinition.opaque(292, "Request-Tag", 0, 8).repeatable().inRequests();

    /** OCF: version of the Accept format (IANA registry). */
    public static final OptionDefinition<Long> OCF_ACCEPT_CONTENT_FORMAT_VERSION =
            OptionDefinition.uint(2049, "OCF-Accept-Content-Format-Version", 0, 2);

    /** OCF: version of the Content-Format (IANA registry). */
    public static final OptionDefinition<Long> OCF_CONTENT_FORMAT_VERSION =
            OptionDefinition.uint(2053, "OCF-Content-Format-Version", 0, 2);

    /** GlobalPlatform SCP82 parameters (GPC_SPE_207). */
    public static final OptionDefinition<byte[]> SCP82_PARAMS = OptionDefinition.opaque(2055, "SCP82-Params", 0, 1034);

    /** GSMA remote SIM provisioning (SGP.32). */
    public static final OptionDefinition<byte[]> X_ADMIN_PROTOCOL =
            OptionDefinition.opaque(2056, "X-Admin-Protocol", 0, 1034);

    /** All of them, by number. */
    public static final List<OptionDefinition<?>> ALL = List.of(
            IF_MATCH,
            URI_HOST,
            ETAG,
            IF_NONE_MATCH,
            OBSERVE,
            URI_PORT,
            LOCATION_PATH,
            OSCORE,
            URI_PATH,
            CONTENT_FORMAT,
            URI_PATH_ABBREV,
            MAX_AGE,
            URI_QUERY,
            HOP_LIMIT,
            ACCEPT,
            Q_BLOCK1,
            LOCATION_QUERY,
            EDHOC,
            BLOCK2,
            BLOCK1,
            SIZE2,
            Q_BLOCK2,
            PROXY_URI,
            PROXY_SCHEME,
            SIZE1,
            PROXY_CRI,
            PROXY_SCHEME_NUMBER,
            ECHO,
            NO_RESPONSE,
            REQUEST_TAG,
            OCF_ACCEPT_CONTENT_FORMAT_VERSION,
            OCF_CONTENT_FORMAT_VERSION,
            SCP82_PARAMS,
            X_ADMIN_PROTOCOL);

    private StandardOptions() {}

    private static byte[] encodeSegment(String segment) {
        // RFC 7252 §5.10.1, §5.10.7: "The value of a Uri-Path Option MUST NOT be "." or "..".", nor a Location-Path's.
        // A received one is read as it is: no reaction is prescribed.
        if (segment.equals(".") || segment.equals("..")) {
            throw new IllegalArgumentException("path segment: \"" + segment + "\" (expected: neither . nor ..)");
        }
        return OptionFormat.STRING.encode(segment);
    }
}
