package org.lockreplay.event;

/**
 * Where and when something happened.
 *
 * @param line line in the trace, from 1
 * @param time nanoseconds of the trace clock, or ticks where {@link Context#ticks} says so
 * @param pid the task, 0 for the idle task of {@code cpu}, -1 where the line has none
 * @param task the task's name as the trace prints it
 * @param cpu the CPU, -1 where the line has none
 * @param context the flags, packed as {@link Context} says
 */
public record Origin(long line, long time, int pid, String task, int cpu, int context) {}
