package org.lockreplay.check;

import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * One way in which the two semaphores were nested, in the words of a protocol.
 *
 * @param number that the protocol gives it, if it does
 * @param operations how often in which operation of the protocol, by name; {@link
 *     NestingCases#NO_OPERATION} and {@link NestingCases#UNKNOWN} for the others
 */
public record CaseRow(
        OptionalInt number, SemaphoreNesting seen, SortedMap<String, Long> operations) {}
