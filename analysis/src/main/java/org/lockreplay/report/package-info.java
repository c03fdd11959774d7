/**
 * The judgement for people and for programs.
 *
 * <p>Start at {@link org.lockreplay.report.TextReport} and {@link
 * org.lockreplay.report.JsonReport}.
 */
package org.lockreplay.report;
