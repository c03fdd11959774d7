/**
 * Traces that nobody recorded: a run of a protocol as the text that a kernel would have printed.
 *
 * <p>Start at {@link org.lockreplay.protocol.simulate.Simulator} for a random run; {@link
 * org.lockreplay.protocol.simulate.KernelTrace} prints any run of which it is told.
 */
package org.lockreplay.protocol.simulate;
