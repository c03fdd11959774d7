package org.lockreplay.replay.mpx;

/**
 * How often an operation of the protocol occurred.
 *
 * @param operation the label of an {@link MpxOperation}
 */
public record OperationCount(String operation, long count) {}
