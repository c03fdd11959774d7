/**
 * A protocol run: its operations as instructions, tasks that go through them over locks that wait,
 * and the model of bounds tables that they change.
 *
 * <p>Start at {@link org.lockreplay.protocol.program.Scheduler}, which says what can happen next in
 * a state. What one task does next is in {@code TaskSteps}, and of that what it does with locks in
 * {@code LockSteps} and what it does alone in {@code Solitude}; the states behind it are made in
 * {@code Outcomes}. States are numbers here, not objects: exploring makes millions of them.
 */
package org.lockreplay.protocol.program;
