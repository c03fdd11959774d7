package org.lockreplay.gate;

import org.lockreplay.check.Report;
import org.lockreplay.summary.LockOrderSummary;

/**
 * Traces that were judged together.
 *
 * @param name empty for the whole corpus; the path of a trace that is judged alone
 * @param summary what they saw, merged
 * @param report all findings of the set, those of its parts with options of their own included
 */
public record JudgedSet(String name, LockOrderSummary summary, Report report) {}
