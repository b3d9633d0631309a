package dev.pipit.coap.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "get",
                "put",
                "post",
                "delete",
                "fetch",
                "patch",
                "ipatch",
                "observe",
                "ping",
                "discover",
                "bench"
            })
    void helpShowsExamplesOfEachCommand(String command) {
        Program help = Program.run(command, "--help");

        assertEquals(0, help.exitCode());
        assertEquals("", help.err());
        assertTrue(help.out().startsWith("Usage: coap " + command), help::out);
        assertTrue(help.out().contains("Examples:\n  "), help::out);
        assertTrue(help.out().contains("Exit codes: 0 for 2.xx"), help::out);
        assertEquals(help, Program.run("help", command));
    }

    @Test
    void helpListsCommands() {
        Program help = Program.run("--help");

        assertEquals(0, help.exitCode());
        assertTrue(help.out().contains("\n  discover  Lists a server's resources"), help::out);
    }

    @Test
    void withoutArgumentsTheHelpGoesToTheErrorOutput() {
        Program nothing = Program.run();

        assertEquals(2, nothing.exitCode());
        assertEquals("", nothing.out());
        assertTrue(nothing.err().contains("Usage: coap "), nothing::err);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    get                             | coap get: Missing required parameter: 'URI' (see coap get --help)
                    get localhost/x localhost/y     | coap get: Unmatched argument at index 1: 'localhost/y' (see coap get --help)
                    get -A goph localhost/x          | coap get: Invalid value for option '-A': "goph" (expected: a media type such as json or text/plain, or 0-65535) (see coap get --help)
                    get -O Colour,red localhost/x   | coap get: Invalid value for option '-O' (OPTION,VALUE): "Colour" (expected: the number or the name of an option, such as ETag) (see coap get --help)
                    get -O 65536,1 localhost/x      | coap get: Invalid value for option '-O' (OPTION,VALUE): "65536" (expected: an option number of 0-65535) (see coap get --help)
                    get -O Max-Age,soon localhost/x | coap get: Invalid value for option '-O' (OPTION,VALUE): "soon" (expected: 0-4294967295, or bytes as 0x…) (see coap get --help)
                    get -T 0xabc localhost/x        | coap get: Invalid value for option '-T': "0xabc" (expected: an even number of hexadecimal digits after 0x) (see coap get --help)
                    get -T ninebytes localhost/x    | coap get: Invalid value for option '-T': "ninebytes" (expected: 0-8 bytes) (see coap get --help)
                    get -B 0 localhost/x            | coap get: -B: 0.0 (expected: more than 0, at most 86400 seconds)
                    get -b 100 localhost/x          | coap get: --block-size: 100 (expected: 16, 32, 64, 128, 256, 512 or 1024)
                    put --block-size 2048 localhost/x | coap put: --block-size: 2048 (expected: 16, 32, 64, 128, 256, 512 or 1024)
                    get --resume localhost/x        | coap get: --resume (expected: together with -o FILE, and get or fetch)
                    get --resume -o - localhost/x   | coap get: --resume (expected: together with -o FILE, and get or fetch)
                    put --resume -o x -e y localhost/x | coap put: --resume (expected: together with -o FILE, and get or fetch)
                    observe --count 0 localhost/x   | coap observe: --count: 0 (expected: 1 or more)
                    observe --duration 1y localhost/x | coap observe: Invalid value for option '--duration': "1y" (expected: a time such as 30s, 5m, 2h, 1d) (see coap observe --help)
                    observe -s 0s localhost/x       | coap observe: Invalid value for option '--duration': "0s" (expected: more than 0, at most 36500d) (see coap observe --help)
                    observe -m fetch localhost/x    | coap observe: FETCH without a Content-Format (expected: the format of its payload, RFC 8132 §2.3.1)
                    observe -m put localhost/x      | coap observe: -m: put (expected: get or fetch)
                    get -p 70000 localhost/x        | coap get: -p: 70000 (expected: a port of 0-65535)
                    get coap+tcp://localhost/x      | coap get: URI: "coap+tcp://localhost/x" (expected: the scheme coap or coaps)
                    get coaps://localhost/x         | coap get: URI: "coaps://localhost/x" without credentials (expected: -u IDENTITY -k KEY, --psk-file FILE, -C FILE, or --trusted-keys FILE)
                    ping coaps://localhost          | coap ping: URI: "coaps://localhost" without credentials (expected: -u IDENTITY -k KEY, --psk-file FILE, -C FILE, or --trusted-keys FILE)
                    get -u i -k k coap://localhost/x | coap get: URI: "coap://localhost/x" with credentials (expected: a coaps:// URI)
                    get -u i localhost/x            | coap get: -u without -k (expected: -u IDENTITY -k KEY, or --psk-file FILE)
                    get -k k coaps://localhost/x    | coap get: -k without -u (expected: -u IDENTITY -k KEY, or --psk-file FILE)
                    get -k k --psk-file f coaps://localhost/x | coap get: -k and --psk-file (expected: one of the two)
                    get -u i -k 0x123 coaps://localhost/x | coap get: -k: PSK of 3 hexadecimal digits (expected: an even number)
                    get --psk-file /nonexistent coaps://localhost/x | coap get: /nonexistent: no such file
                    get -C f coap://localhost/x     | coap get: URI: "coap://localhost/x" with credentials (expected: a coaps:// URI)
                    get -c f localhost/x            | coap get: -c without -C (expected: -C FILE with the authority that the server's certificate is from)
                    get -j f -C f localhost/x       | coap get: -j without -c (expected: -c FILE with the certificate that the key belongs to)
                    get -C /nonexistent localhost/x | coap get: /nonexistent: no such file
                    get -M f localhost/x            | coap get: -M without --trusted-keys (expected: --trusted-keys FILE with the server's raw public key)
                    get --trusted-keys /nonexistent localhost/x | coap get: /nonexistent: no such file
                    get -M /nonexistent --trusted-keys f localhost/x | coap get: /nonexistent: no such file
                    get http://localhost/x          | coap get: URI: "http://localhost/x" (expected: an absolute URI such as coap://host/path)
                    get localhost/x#y               | coap get: URI: "coap://localhost/x#y" (expected: no fragment)
                    put -f /nonexistent localhost/x | coap put: -f: "/nonexistent" (expected: a file that exists, or -)
                    put -e x -f y localhost/x       | coap put: -e and -f (expected: one of the two)
                    -m steal localhost/x            | coap: Invalid value for option '-m': "steal" (expected: get, put, post, delete, fetch, patch or ipatch) (see coap --help)
                    bench --clients 0 localhost/x   | coap bench: --clients: 0 (expected: 1-50000)
                    bench --window 5000 localhost/x | coap bench: --window: 5000 (expected: 1-4096)
                    bench --rate 0 localhost/x      | coap bench: --rate: 0.0 (expected: more than 0, at most 10000000 requests a second)
                    bench --loops 0 localhost/x     | coap bench: --loops: 0 (expected: 1-256)
                    bench --observe 9 --rate 1 localhost/x | coap bench: --observe (expected: without --clients, --window and --rate; each observer is a client)
                    bench --warmup soon localhost/x | coap bench: Invalid value for option '--warmup': "soon" (expected: a time such as 30s, 5m, 2h, 1d) (see coap bench --help)
                    bench -T x localhost/x          | coap bench: -T (expected: not with bench, where each request has a token and each client a port of its own)
                    bench -m fetch localhost/x      | coap bench: FETCH without a Content-Format (expected: the format of its payload, RFC 8132 §2.3.1)
                    serve --port 99999              | coap serve: --port: 99999 (expected: 0-65535)
                    serve --workers                 | coap serve: --workers (expected: together with --bench)
                    serve --root /nonexistent       | coap serve: --root: "/nonexistent" (expected: a directory)
                    serve --loops 0                 | coap serve: --loops: 0 (expected: 1-256)
                    serve --psk nothing             | coap serve: --psk: no separator (expected: identity,key or identity:key)
                    serve --psk a:x --psk a:y       | coap serve: --psk: identity "a" is there twice (expected: each once)
                    serve --psk-file /nonexistent   | coap serve: /nonexistent: no such file
                    serve --psk a:x --port 65535    | coap serve: --port: 65535 (expected: the port after it is free for coaps)
                    serve --psk a:x --port 7000 --port 7001 | coap serve: --port: 7000 (expected: the port after it is free for coaps)
                    serve --cert f                  | coap serve: --cert without --ca (expected: --ca FILE with the authority that clients' certificates are from)
                    serve --ca f                    | coap serve: --ca without --cert (expected: --cert FILE)
                    serve --key f --ca f            | coap serve: --key without --cert (expected: --cert FILE)
                    serve --cert /nonexistent --ca f | coap serve: /nonexistent: no such file
                    serve --raw-key f               | coap serve: --raw-key without --trusted-keys (expected: --trusted-keys FILE with the raw public keys of clients)
                    serve --trusted-keys f          | coap serve: --trusted-keys without --raw-key (expected: --raw-key FILE)
                    serve --raw-key /nonexistent --trusted-keys f | coap serve: /nonexistent: no such file
                    serve --client-auth none        | coap serve: --client-auth without --cert (expected: --cert FILE, or --raw-key FILE)
                    serve --cert f --client-auth no | coap serve: --client-auth: "no" (expected: required, wanted or none)
                    serve --psk-hint x              | coap serve: --psk-hint without --psk (expected: --psk ID:KEY or --psk-file FILE)
                    serve --amplification all       | coap serve: --amplification: "all" (expected: off, ping or echo)
                    """)
    void wrongUsageIsOneLine(String line, String expected) {
        Program refused = Program.run(line.split(" "));

        assertEquals(2, refused.exitCode());
        assertEquals("", refused.out());
        assertEquals(expected + "\n", refused.err());
    }
}
