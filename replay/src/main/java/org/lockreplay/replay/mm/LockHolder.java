package org.lockreplay.replay.mm;

/**
 * A task that asked for the lock of an address space ({@code mmap_sem}, {@code mmap_lock}), and has
 * not released it.
 *
 * @param task its name then
 * @param read asked for as a reader
 * @param owned the trace shows that it has it ({@code lock_acquired}, a trylock that succeeded, or
 *     {@code mmap_lock_acquire_returned}); otherwise it may still wait
 * @param since where it asked
 */
public record LockHolder(int pid, String task, boolean read, boolean owned, Moment since) {

    LockHolder asOwner() {
        return new LockHolder(pid, task, read, true, since);
    }
}
