package org.lockreplay.replay.lock;

/** How often a lock class was acquired: in all, of which for read, of which by trylock. */
public record ClassUse(String lockClass, long acquisitions, long reads, long tries) {}
