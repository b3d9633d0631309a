package dev.pipit.coap.testkit.snippets;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A Java block of a Markdown file.
 *
 * @param file the file, as it is reported
 * @param line the line of the file, counted from 1, with the first line of code
 * @param lines the code
 */
public record Snippet(String file, int line, List<String> lines) {
    private static final Pattern TYPE = Pattern.compile(
            "(public |final |abstract |sealed |non-sealed |static )*(class|interface|enum|record|@interface) \\w.*");
    private static final Pattern MEMBER = Pattern.compile("@(Test|RegisterExtension|BeforeEach|AfterEach)\\b.*");

    private static final String IMPORTS = String.join(
            " ",
            "import static dev.pipit.coap.message.Code.*;",
            "import static dev.pipit.coap.message.MessageType.*;",
            "import static dev.pipit.coap.testkit.snippets.SnippetNames.*;",
            "import static java.nio.charset.StandardCharsets.*;",
            "import static org.junit.jupiter.api.Assertions.*;",
            "import dev.pipit.coap.body.*;",
            "import dev.pipit.coap.client.*;",
            "import dev.pipit.coap.codec.*;",
            "import dev.pipit.coap.endpoint.*;",
            "import dev.pipit.coap.event.*;",
            "import dev.pipit.coap.freshness.*;",
            "import dev.pipit.coap.link.*;",
            "import dev.pipit.coap.message.*;",
            "import dev.pipit.coap.option.*;",
            "import dev.pipit.coap.peer.*;",
            "import dev.pipit.coap.port.*;",
            "import dev.pipit.coap.reliability.*;",
            "import dev.pipit.coap.resource.*;",
            "import dev.pipit.coap.server.*;",
            "import dev.pipit.coap.testing.*;",
            "import dev.pipit.coap.transport.*;",
            "import java.io.*;",
            "import java.net.*;",
            "import java.nio.file.*;",
            "import java.time.*;",
            "import java.util.*;",
            "import java.util.concurrent.*;",
            "import org.junit.jupiter.api.*;",
            "import org.junit.jupiter.api.extension.*;",
            ofDtls());

    private enum Kind {
        FILE,
        MEMBERS,
        STATEMENTS
    }

    /** Only the tests of coap-dtls, and of what uses it, have it on their class path. */
    private static String ofDtls() {
        try {
            Class.forName("dev.pipit.coap.dtls.DtlsConfig", false, Snippet.class.getClassLoader());
            return "import dev.pipit.coap.dtls.*; import dev.pipit.coap.dtls.key.*;";
        } catch (ClassNotFoundException e) {
            return "";
        }
    }

    private Kind kind() {
        if (lines.stream().anyMatch(line -> TYPE.matcher(line).matches())) {
            return Kind.FILE;
        }
        return lines.stream().anyMatch(line -> MEMBER.matcher(line).matches()) ? Kind.MEMBERS : Kind.STATEMENTS;
    }

    /**
     * A compilation unit around the code, all of whose additions are in the lines before and after it: statements get
     * into a method, members into a class; both have the library's packages and {@link SnippetNames} at hand. What has
     * a class of its own is left as it is.
     *
     * @param className the class for statements and members
     */
    String source(String className) {
        String code = String.join("\n", lines);
        return switch (kind()) {
            case FILE -> "\n" + code + "\n";
            case MEMBERS -> IMPORTS + " class " + className + " {\n" + code + "\n}\n";
            case STATEMENTS ->
                IMPORTS + " class " + className + " { void run() throws Exception {\n" + code + "\n} }\n";
        };
    }

    /** Where in the file a line of {@link #source} is. */
    String place(long sourceLine) {
        return file + ":" + Math.max(line, Math.min(line + lines.size() - 1, line + sourceLine - 2));
    }
}
