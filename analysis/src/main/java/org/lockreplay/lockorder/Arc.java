package org.lockreplay.lockorder;

/**
 * A dependency between two numbered locks, with the two ends that decide whether it can wait.
 *
 * @param shared the first lock is held for read ("S", else "E")
 * @param recursive the second is asked for by a recursive reader ("R", else "N")
 */
record Arc(int from, int to, boolean shared, boolean recursive) {}
