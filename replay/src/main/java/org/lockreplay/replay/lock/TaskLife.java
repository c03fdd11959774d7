package org.lockreplay.replay.lock;

/**
 * One task from its fork to its exit, as far as a trace shows them; a pid may have several lives.
 *
 * @param parent the life that forked it, as an index into {@link InstanceView#lives}; -1 if the
 *     trace does not show its fork
 * @param forkLine the line of its fork; 0 if the trace does not show it
 * @param exitLine the line of its exit; {@link Long#MAX_VALUE} if the trace does not show it
 */
public record TaskLife(int parent, long forkLine, long exitLine) {}
