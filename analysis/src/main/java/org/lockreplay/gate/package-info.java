/**
 * The check that a team leaves switched on: a corpus of traces against what is known and excused.
 *
 * <p>Start at {@link org.lockreplay.gate.Gate}, which makes a {@link org.lockreplay.gate.Verdict}
 * of what a corpus showed. Nothing here knows how a verdict is printed.
 */
package org.lockreplay.gate;
