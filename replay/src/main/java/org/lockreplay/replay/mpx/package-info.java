/**
 * What a process's bounds directory looked like at any moment of a trace (Intel MPX, Linux 3.19 to
 * 5.5).
 *
 * <p>Start at {@link org.lockreplay.replay.mpx.MpxReplay} (takes batches) and {@link
 * org.lockreplay.replay.mpx.MpxObservations} (what it found, immutable). What the kernel does is
 * {@code arch/x86/mm/mpx.c} of Linux 4.19; nothing here is guessed: a state that the trace does not
 * decide is {@link org.lockreplay.replay.mpx.EntryState#MAYBE_FREED}.
 */
package org.lockreplay.replay.mpx;
