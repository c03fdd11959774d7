package org.lockreplay.replay.mpx;

/** Counts what becomes an {@link Activity}. */
final class Tally {

    long faults;
    long lostRaces;
    long unanswered;
    long refusedFaults;
    long refusedSearches;
    long searches;
    long zaps;
    long violations;
    long misplaced;

    Activity activity() {
        return new Activity(
                faults,
                lostRaces,
                unanswered,
                refusedFaults,
                refusedSearches,
                searches,
                zaps,
                violations,
                misplaced);
    }
}
