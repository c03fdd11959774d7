package org.lockreplay.check;

/**
 * How often a lock of one class was asked for, with waiting, while one of another was held: a class
 * with its mode is what stands for a site, since no lock event tells the place in the code.
 *
 * @param count how often, in all traces
 * @param tasks by at least how many tasks
 */
public record SitePair(
        String outer, boolean outerRead, String inner, boolean innerRead, long count, long tasks) {}
