package org.lockreplay.gate;

/** A file in the folder of a corpus that is no trace, and why it was taken for none. */
public record SkippedFile(String path, String reason) {}
