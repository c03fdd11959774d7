/**
 * Which locks were held when, and which was taken inside which, in one trace.
 *
 * <p>Start at {@link org.lockreplay.replay.lock.LockReplay} (takes batches) and {@link
 * org.lockreplay.replay.lock.LockObservations} (what it found, immutable).
 */
package org.lockreplay.replay.lock;
