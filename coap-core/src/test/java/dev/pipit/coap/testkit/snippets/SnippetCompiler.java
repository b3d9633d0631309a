package dev.pipit.coap.testkit.snippets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles snippets against the class path of the tests, and writes no file. */
public final class SnippetCompiler {
    // Warnings count, so that the documentation shows nothing that is on its way out.
    private static final List<String> OPTIONS = List.of(
            "-proc:none",
            "--release",
            "17",
            "-Xlint:deprecation,removal,unchecked,rawtypes",
            "-classpath",
            System.getProperty("java.class.path"));

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private SnippetCompiler() {}

    /** What is wrong with the snippets, each as "file:line: message"; empty where all compile. */
    public static List<String> errors(List<Snippet> snippets) throws IOException {
        List<String> errors = new ArrayList<>();
        try (JavaFileManager files = new WithoutOutput(COMPILER.getStandardFileManager(null, Locale.ROOT, null))) {
            for (Snippet snippet : snippets) {
                errors.addAll(errors(snippet, files));
            }
        }
        return errors;
    }

    private static List<String> errors(Snippet snippet, JavaFileManager files) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<Source> sources = List.of(new Source(snippet.source("Snippet")));
        boolean compiled = COMPILER.getTask(null, files, diagnostics, OPTIONS, null, sources)
                .call();
        List<String> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> each : diagnostics.getDiagnostics()) {
            errors.add(snippet.place(each.getLineNumber()) + ": " + each.getMessage(Locale.ROOT));
        }
        if (!compiled && errors.isEmpty()) {
            errors.add(snippet.place(0) + ": does not compile");
        }
        return errors;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("memory:///Snippet.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            // A public class of a snippet is in no file that bears its name.
            return true;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class WithoutOutput extends ForwardingJavaFileManager<JavaFileManager> {
        WithoutOutput(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return OutputStream.nullOutputStream();
                }
            };
        }
    }
}
