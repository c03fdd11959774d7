/**
 * Random runs of a protocol, as traces that nobody recorded.
 *
 * <p>Start at {@link org.lockreplay.protocol.simulate.Simulator}.
 */
package org.lockreplay.protocol.simulate;
