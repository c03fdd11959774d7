package org.lockreplay.replay.mpx;

/**
 * How often tasks of managed address spaces came into the kernel by one path.
 *
 * @param path as {@link SectionCount#path}; those that a protocol for bounds tables can be about
 */
public record PathCount(String path, long count) {}
