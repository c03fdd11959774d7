package org.lockreplay.report;

import org.lockreplay.check.Severity;

/**
 * What one kind of finding means, in words that are the same for all findings of it.
 *
 * @param id as findings have it
 * @param severity where nothing lowers it
 * @param title one line, no full stop
 * @param what what was seen, and why it is wrong; plain sentences with names in backticks
 * @param help what to do about it; the same form
 */
public record RuleText(String id, Severity severity, String title, String what, String help) {}
