package org.lockreplay.replay.lock;

/**
 * When a task did something, from the first time to the last.
 *
 * @param life index into {@link InstanceView#lives}
 */
public record TaskSpan(int life, long firstLine, long lastLine) {}
