/**
 * Compiles the Java snippets of the documentation.
 *
 * <p>Starting points: {@link dev.pipit.coap.testkit.snippets.SnippetReader} finds them,
 * {@link dev.pipit.coap.testkit.snippets.SnippetCompiler} compiles them, and
 * {@link dev.pipit.coap.testkit.snippets.SnippetNames} has the names that they use without declaring them.
 */
@NullMarked
package dev.pipit.coap.testkit.snippets;

import org.jspecify.annotations.NullMarked;
