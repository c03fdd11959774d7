package org.lockreplay.gate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lockreplay.check.Finding;

/** The findings that were there before, by fingerprint; immutable. */
public final class Baseline {

    /** The baseline of a corpus that has none. */
    public static final Baseline EMPTY = new Baseline(List.of());

    private final SortedMap<String, BaselineEntry> entries;

    /**
     * @param entries each fingerprint once
     */
    public Baseline(Collection<BaselineEntry> entries) {
        SortedMap<String, BaselineEntry> map = new TreeMap<>();
        for (BaselineEntry entry : entries) {
            if (map.put(entry.fingerprint(), entry) != null) {
                throw new IllegalArgumentException("twice in the baseline: " + entry.fingerprint());
            }
        }
        this.entries = Collections.unmodifiableSortedMap(map);
    }

    /** By fingerprint. */
    public List<BaselineEntry> entries() {
        return List.copyOf(entries.values());
    }

    Optional<BaselineEntry> find(String fingerprint) {
        return Optional.ofNullable(entries.get(fingerprint));
    }

    /** The entries that none of these fingerprints has. */
    List<BaselineEntry> without(Set<String> fingerprints) {
        return entries.values().stream()
                .filter(entry -> !fingerprints.contains(entry.fingerprint()))
                .toList();
    }

    /**
     * The baseline that takes all of these findings for known; what was known keeps its day.
     * Neither what the manifest expects goes in nor what a suppression excuses, unless it was in
     * before.
     */
    public Baseline updated(List<GateFinding> findings, LocalDate today) {
        Map<String, BaselineEntry> kept = new TreeMap<>();
        for (GateFinding found : findings) {
            Finding finding = found.finding();
            Optional<BaselineEntry> before = find(finding.fingerprint());
            boolean excused = found.state() == FindingState.EXPECTED || found.isSuppressed();
            if (!excused || before.isPresent()) {
                BaselineEntry entry =
                        new BaselineEntry(
                                finding.fingerprint(),
                                finding.severity(),
                                FindingName.of(finding),
                                before.map(BaselineEntry::since).orElse(today));
                kept.merge(entry.fingerprint(), entry, Baseline::worse);
            }
        }
        return new Baseline(new ArrayList<>(kept.values()));
    }

    /** The same, but nothing is forgotten: for a corpus of which not every trace could be read. */
    public Baseline extended(List<GateFinding> findings, LocalDate today) {
        Map<String, BaselineEntry> all = new TreeMap<>(entries);
        updated(findings, today).entries().forEach(one -> all.put(one.fingerprint(), one));
        return new Baseline(all.values());
    }

    private static BaselineEntry worse(BaselineEntry one, BaselineEntry other) {
        return one.severity().compareTo(other.severity()) <= 0 ? one : other;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Baseline baseline && baseline.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.values().toString();
    }
}
