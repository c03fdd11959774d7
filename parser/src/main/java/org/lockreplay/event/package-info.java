/**
 * The vocabulary of the whole tool: what can happen in a traced kernel.
 *
 * <p>Start at {@link org.lockreplay.event.EventBatch} (columns, the fast path) or {@link
 * org.lockreplay.event.TraceEvent} (immutable values to keep).
 *
 * <p><b>Units.</b> Times are nanoseconds of the trace clock as {@code long}; never {@code double}.
 * Where the clock does not count seconds ({@link org.lockreplay.event.Context#ticks}), a time is in
 * ticks of that clock. Addresses are unsigned 64-bit values in a {@code long}. Line numbers count
 * from 1. An id is an {@code int} that indexes {@link org.lockreplay.event.Names} and counts from
 * 0.
 */
package org.lockreplay.event;
