/**
 * Generates and checks {@code docs/reference/compliance.md}: which test shows which requirement row.
 *
 * <p>Rows come from {@code requirements/rfcNNNN.csv}, stated reasons from {@code requirements/reasons.csv}, tests from
 * the {@link dev.pipit.coap.testkit.Requirement} annotations in the test sources of every module.
 *
 * <p>Starting points: {@link dev.pipit.coap.testkit.compliance.Compliance} for the whole,
 * {@link dev.pipit.coap.testkit.compliance.RequirementScanner} for how the annotations are found.
 */
@NullMarked
package dev.pipit.coap.testkit.compliance;

import org.jspecify.annotations.NullMarked;
