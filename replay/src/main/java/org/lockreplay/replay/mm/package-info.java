/**
 * Which tasks share which address space, and what is mapped where in it, as far as a trace tells.
 *
 * <p>Start at {@link org.lockreplay.replay.mm.AddressSpaces}. Addresses are unsigned 64-bit values
 * in a {@code long}; ranges include both their ends. What the trace does not tell is absent, never
 * guessed.
 */
package org.lockreplay.replay.mm;
