package org.lockreplay.protocol.file;

/**
 * Something to be proved or refuted.
 *
 * @param name as the author calls it
 * @param claimed whether the protocol is wrong where this does not hold
 * @param text in a sentence
 */
public record Property(String name, Rule rule, boolean claimed, String text) {}
