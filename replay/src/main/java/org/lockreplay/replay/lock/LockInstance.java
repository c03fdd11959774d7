package org.lockreplay.replay.lock;

/** One lock: its address and its class, since addresses are used again for other locks. */
public record LockInstance(String lockClass, long address) {

    // Written out: linking those of the record takes milliseconds of every start.
    @Override
    public boolean equals(Object other) {
        return other instanceof LockInstance lock
                && lock.address == address
                && lock.lockClass.equals(lockClass);
    }

    @Override
    public int hashCode() {
        return 31 * lockClass.hashCode() + Long.hashCode(address);
    }
}
