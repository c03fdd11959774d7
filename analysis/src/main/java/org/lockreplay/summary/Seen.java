package org.lockreplay.summary;

/**
 * An observation with the trace that it comes from.
 *
 * @param trace index into {@link LockOrderSummary#traces}, from 0
 */
public record Seen<T>(int trace, T what) {}
