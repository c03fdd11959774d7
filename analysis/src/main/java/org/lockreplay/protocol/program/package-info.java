/**
 * A protocol run: its operations as instructions, tasks that go through them over locks that wait,
 * and the model of bounds tables that they change.
 *
 * <p>Start at {@link org.lockreplay.protocol.program.Scheduler}, which says what can happen next in
 * a state. States are numbers here, not objects: exploring makes millions of them.
 */
package org.lockreplay.protocol.program;
