package org.lockreplay.replay.lock;

/** One lock: its address and its class, since addresses are used again for other locks. */
public record LockInstance(String lockClass, long address) {}
