package org.lockreplay.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.Way;
import org.lockreplay.summary.Seen;

/**
 * The rules on bounds tables but the one on lock order: one finding for each way in which a rule
 * was broken and each operation or call path in which that happened, with every occurrence.
 */
final class MpxRule implements Rule {

    @Override
    public List<Finding> judge(Case judged) {
        Map<List<String>, List<Seen<Breach>>> alike = new LinkedHashMap<>();
        for (Seen<Breach> seen : judged.summary().breaches()) {
            Way way = seen.what().way();
            boolean applies =
                    judged.options()
                            .protocolOf(judged.summary().traceOf(seen))
                            .has(way.invariant());
            if (applies && way.invariant() != Invariant.M10) {
                alike.computeIfAbsent(
                                List.of(way.name(), seen.what().path()), key -> new ArrayList<>())
                        .add(seen);
            }
        }
        List<Finding> findings = new ArrayList<>();
        alike.values().forEach(seen -> findings.add(finding(judged, seen)));
        return findings;
    }

    private static Finding finding(Case judged, List<Seen<Breach>> alike) {
        Breach first = alike.get(0).what();
        Way way = first.way();
        String path = first.path();
        return new Finding(
                way.invariant().id(),
                severity(way),
                Certainty.INSTANCE,
                classes(way),
                List.of(),
                Fingerprint.of(way.invariant().id(), List.of(way.label(), path)),
                way.sentence() + ": " + MpxWords.where(path) + times(alike.size()),
                MpxWords.advice(way, path),
                evidence(judged, alike),
                List.of());
    }

    /** Every occurrence, in the order of the traces. */
    static List<Evidence> evidence(Case judged, List<Seen<Breach>> alike) {
        return alike.stream().map(seen -> Evidence.broken(judged.path(seen), seen.what())).toList();
    }

    private static Severity severity(Way way) {
        if (way == Way.MEMORY_GONE_UNMANAGED) {
            return Severity.NOTE;
        }
        return switch (way.invariant()) {
            case M6, M11 -> Severity.WARNING;
            case REFUSED -> Severity.NOTE;
            case M1, M2, M3, M4, M5, M7, M8, M9, M10, M12 -> Severity.ERROR;
        };
    }

    /** The semaphores that a rule is about; those on tables are about none. */
    private static List<String> classes(Way way) {
        return switch (way.invariant()) {
            case M6 -> List.of(LockAliases.BD_SEM);
            case M7 -> List.of(LockAliases.MMAP_SEM);
            case M11 -> List.of(LockAliases.BD_SEM, LockAliases.MMAP_SEM);
            case M10 -> List.of(LockAliases.MMAP_SEM, LockAliases.BD_SEM);
            case M1, M2, M3, M4, M5, M8, M9, M12, REFUSED -> List.of();
        };
    }

    /** How often, in words. */
    static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }
}
