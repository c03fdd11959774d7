package org.lockreplay.check;

/** A kind of finding that was not looked for everywhere, and why. */
public record NotJudged(String id, String reason) {}
