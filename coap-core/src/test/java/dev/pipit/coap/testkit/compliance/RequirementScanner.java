package dev.pipit.coap.testkit.compliance;

import dev.pipit.coap.testkit.compliance.JavaToken.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Finds {@code @Requirement} annotations in one Java source file, and the method or type that each stands on.
 *
 * <p>It reads sources rather than classes so that one test sees the tests of every module, built or not.
 */
final class RequirementScanner {
    private static final Set<String> TYPE_WORDS = Set.of("class", "interface", "enum", "record");

    private final List<JavaToken> tokens;
    private final List<Citation> citations = new ArrayList<>();
    private final Deque<String> scopes = new ArrayDeque<>();
    private final List<String> pendingIds = new ArrayList<>();
    private String declaredType = "";
    private int next;

    private RequirementScanner(List<JavaToken> tokens) {
        this.tokens = tokens;
    }

    /**
     * Returns the citations in the order in which they stand in the source.
     *
     * @throws IllegalArgumentException if an annotation holds anything but string literals or stands on neither a
     *     method nor a type
     */
    static List<Citation> scan(String source) {
        RequirementScanner scanner = new RequirementScanner(JavaToken.tokenize(source));
        scanner.run();
        return scanner.citations;
    }

    private void run() {
        while (next < tokens.size()) {
            JavaToken token = tokens.get(next);
            if (token.is("@") && !at(next + 1, "interface")) {
                annotation();
            } else if (startsType()) {
                declaredType = tokens.get(next + 1).text();
                cite(qualified(declaredType));
                next += 2;
            } else if (token.is("{")) {
                open();
            } else if (token.is("}")) {
                requireNothingPending();
                scopes.pollLast();
                next++;
            } else {
                if (token.kind() == Kind.NAME && at(next + 1, "(")) {
                    cite(qualified(token.text()));
                }
                next++;
            }
        }
        requireNothingPending();
    }

    /** Reads an annotation and its arguments, which may hold braces and names that declare nothing. */
    private void annotation() {
        next += 2;
        while (at(next, ".")) {
            next += 2;
        }
        boolean wanted = tokens.get(next - 1).is("Requirement");
        int start = next;
        if (at(next, "(")) {
            skipParentheses();
        }
        if (wanted) {
            pendingIds.addAll(ids(tokens.subList(start, next)));
        }
    }

    private void skipParentheses() {
        int depth = 0;
        do {
            depth += at(next, "(") ? 1 : at(next, ")") ? -1 : 0;
            next++;
        } while (depth > 0 && next < tokens.size());
    }

    private static List<String> ids(List<JavaToken> arguments) {
        List<String> ids = new ArrayList<>();
        for (JavaToken token : arguments) {
            if (token.kind() == Kind.STRING) {
                ids.add(token.text());
            } else if (!token.is("value") && "(){},=".indexOf(token.text()) < 0) {
                throw new IllegalArgumentException(
                        "@Requirement holds " + token.text() + " (expected: string literals alone)");
            }
        }
        return ids;
    }

    private boolean startsType() {
        // "Foo.class" declares nothing; "record" is a type only before a name and its components.
        JavaToken word = tokens.get(next);
        if (word.kind() != Kind.NAME || !TYPE_WORDS.contains(word.text()) || at(next - 1, ".")) {
            return false;
        }
        boolean named = next + 1 < tokens.size() && tokens.get(next + 1).kind() == Kind.NAME;
        return named && (!word.is("record") || at(next + 2, "(") || at(next + 2, "<"));
    }

    private void open() {
        scopes.addLast(declaredType);
        declaredType = "";
        next++;
    }

    private void cite(String test) {
        for (String id : pendingIds) {
            citations.add(new Citation(id, test));
        }
        pendingIds.clear();
    }

    /** The name with those of the types around it; blocks and anonymous classes have none. */
    private String qualified(String name) {
        StringBuilder qualified = new StringBuilder();
        for (String scope : scopes) {
            if (!scope.isEmpty()) {
                qualified.append(scope).append('.');
            }
        }
        return qualified.append(name).toString();
    }

    private void requireNothingPending() {
        if (!pendingIds.isEmpty()) {
            throw new IllegalArgumentException("@Requirement" + pendingIds + " stands on no method and no type");
        }
    }

    private boolean at(int index, String symbolOrName) {
        return index >= 0 && index < tokens.size() && tokens.get(index).is(symbolOrName);
    }
}
