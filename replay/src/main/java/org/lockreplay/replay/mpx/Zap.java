package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;

/**
 * Which entry of a search a zapped part of a table ({@code mpx_unmap_zap}) belongs to.
 *
 * <p>Only an entry whose memory is searched in part can be it: the first or the last of the range.
 * Where the zap's address is real, its place in the table and its length tell which, and so which
 * table the entry has, even if the trace has not shown that before. Where it is hashed, it equals
 * the table if the zap begins where the table does.
 */
record Zap(
        Geometry geometry,
        Map<Long, DoubtedEntry> doubted,
        List<AddressRange> searched,
        boolean exact) {

    /**
     * The entry whose table stays.
     *
     * @param table empty if the zap does not tell
     */
    record Match(long index, OptionalLong table) {}

    /** An entry of which only {@code part} is searched. */
    private record Candidate(long index, AddressRange part) {}

    Optional<Match> match(AddressRange zapped) {
        List<Match> matches = new ArrayList<>(1);
        for (Candidate candidate : candidates()) {
            AddressRange inTable = geometry.zapped(0, candidate.part());
            long table = zapped.first() - inTable.first();
            if (zapped.length() == inTable.length() && (table & (AddressRange.PAGE - 1)) == 0) {
                Match match = new Match(candidate.index(), OptionalLong.of(table));
                if (knownTable(candidate.index()).equals(match.table())) {
                    return Optional.of(match);
                }
                matches.add(match);
            }
        }
        return piece(zapped).or(() -> only(matches));
    }

    /** A table in several mappings, as mprotect of a part of it makes them, is zapped in pieces. */
    private Optional<Match> piece(AddressRange zapped) {
        for (Candidate candidate : candidates()) {
            OptionalLong table = knownTable(candidate.index());
            if (table.isPresent()
                    && doubted.get(candidate.index()).before.is(EntryState.VALID)
                    && geometry.zapped(table.getAsLong(), candidate.part()).contains(zapped)) {
                return Optional.of(new Match(candidate.index(), table));
            }
        }
        return Optional.empty();
    }

    Optional<Match> matchHashed(long start) {
        List<Match> begin = new ArrayList<>();
        List<Match> others = new ArrayList<>();
        for (Candidate candidate : candidates()) {
            OptionalLong table = knownTable(candidate.index());
            boolean atBegin =
                    candidate.part().first() == geometry.covered(candidate.index()).first();
            if (atBegin && table.isPresent() && table.getAsLong() == start) {
                begin.add(new Match(candidate.index(), table));
            } else if (!atBegin || table.isEmpty()) {
                others.add(new Match(candidate.index(), OptionalLong.empty()));
            }
        }
        return begin.isEmpty() ? only(others) : only(begin);
    }

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>(2);
        if (!exact) {
            doubted.keySet().forEach(index -> candidates.add(candidate(index)));
            return candidates;
        }
        for (AddressRange range : searched) {
            long first = geometry.index(range.first());
            long last = geometry.index(range.last());
            addIfPartial(candidates, first, range);
            if (last != first) {
                addIfPartial(candidates, last, range);
            }
        }
        return candidates;
    }

    /** The entry with all of its memory that may be searched. */
    private Candidate candidate(long index) {
        AddressRange memory = geometry.covered(index);
        return new Candidate(
                index,
                searched.stream()
                        .flatMap(range -> range.intersect(memory).stream())
                        .findFirst()
                        .orElse(memory));
    }

    private void addIfPartial(List<Candidate> candidates, long index, AddressRange range) {
        AddressRange memory = geometry.covered(index);
        if (!range.contains(memory)) {
            candidates.add(new Candidate(index, range.common(memory)));
        }
    }

    private OptionalLong knownTable(long index) {
        DoubtedEntry known = doubted.get(index);
        return known == null ? OptionalLong.empty() : known.before.table();
    }

    private static Optional<Match> only(List<Match> matches) {
        return matches.size() == 1 ? Optional.of(matches.get(0)) : Optional.empty();
    }
}
