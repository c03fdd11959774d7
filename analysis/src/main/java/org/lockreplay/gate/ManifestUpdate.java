package org.lockreplay.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Severity;
import org.lockreplay.gate.TraceSettings.Unreadable;

/**
 * A manifest that expects of each trace what that shows now: every error and warning by its
 * fingerprint, and of a trace that cannot be read that it cannot.
 *
 * <p>All else that the manifest says stays, entries in their order; new ones come last. So does
 * what it says of traces that this run has not seen.
 */
final class ManifestUpdate {

    private final Map<String, Manifest.Entry> entries = new LinkedHashMap<>();

    private ManifestUpdate() {}

    /** What one trace showed; nothing for one that could not be read. */
    record Shown(Optional<List<Finding>> findings) {}

    /**
     * @param shown by path below the folder of the manifest, with forward slashes
     */
    static Manifest of(Manifest manifest, Map<String, Shown> shown) {
        ManifestUpdate update = new ManifestUpdate();
        for (Manifest.Entry entry : manifest.entries()) {
            boolean seen = entry.isExact() && shown.containsKey(entry.path());
            update.entries.put(entry.path(), seen ? withoutExpectation(entry) : entry);
        }
        for (String path : new TreeSet<>(shown.keySet())) {
            update.expect(path, shown.get(path));
        }
        List<Manifest.Entry> kept = new ArrayList<>(update.entries.values());
        kept.removeIf(entry -> shown.containsKey(entry.path()) && saysNothing(entry));
        boolean mute = manifest.equals(Manifest.NONE);
        return new Manifest(
                manifest.comment(),
                mute ? expecting(TraceSettings.PLAIN, Expectation.NONE) : manifest.defaults(),
                kept);
    }

    private void expect(String path, Shown shown) {
        if (shown.findings().isEmpty()) {
            put(path, settings -> unreadable(settings));
            return;
        }
        List<Expectation.Wanted> wanted = new ArrayList<>();
        for (Finding finding : shown.findings().get()) {
            if (finding.severity() != Severity.NOTE) {
                wanted.add(
                        new Expectation.Wanted(
                                finding.fingerprint(),
                                Optional.of(finding.severity()),
                                FindingName.of(finding)));
            }
        }
        if (!wanted.isEmpty()) {
            put(path, settings -> expecting(settings, new Expectation(wanted)));
        }
    }

    private interface Change {
        TraceSettings of(TraceSettings settings);
    }

    private void put(String path, Change change) {
        Manifest.Entry old = entries.get(path);
        entries.put(
                path,
                old == null
                        ? new Manifest.Entry(path, "", change.of(TraceSettings.PLAIN), "")
                        : new Manifest.Entry(
                                path, old.comment(), change.of(old.settings()), old.place()));
    }

    private static Manifest.Entry withoutExpectation(Manifest.Entry entry) {
        TraceSettings settings = entry.settings();
        boolean expected = settings.unreadable().filter(Unreadable.EXPECTED::equals).isPresent();
        return new Manifest.Entry(
                entry.path(),
                entry.comment(),
                settings.expecting(
                        settings.findings().filter(Expectation.NONE::equals),
                        expected ? Optional.empty() : settings.unreadable()),
                entry.place());
    }

    private static boolean saysNothing(Manifest.Entry entry) {
        return entry.comment().isEmpty() && entry.settings().equals(TraceSettings.PLAIN);
    }

    private static TraceSettings expecting(TraceSettings settings, Expectation expectation) {
        return settings.expecting(Optional.of(expectation), settings.unreadable());
    }

    private static TraceSettings unreadable(TraceSettings settings) {
        return settings.expecting(Optional.empty(), Optional.of(Unreadable.EXPECTED));
    }
}
