/**
 * The judgement: which lock orders can deadlock, which rules were broken, and what could not be
 * told.
 *
 * <p>Start at {@link org.lockreplay.check.Checker} (a summary in, a {@link
 * org.lockreplay.check.Report} out). Each rule is a small class of its own.
 */
package org.lockreplay.check;
