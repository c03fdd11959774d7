package org.lockreplay.replay.mm;

/**
 * Pages of one kind that lie side by side, as they are known at one moment.
 *
 * @param since line from which it is so
 * @param faults those of its pages since they were mapped
 */
public record MappedRange(AddressRange range, Mapping.Kind kind, long since, FaultCounts faults) {}
