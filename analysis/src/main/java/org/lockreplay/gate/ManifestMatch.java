package org.lockreplay.gate;

import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A manifest held against the files of a folder, one after the other. */
final class ManifestMatch {

    private final Manifest manifest;
    private final Map<String, PathMatcher> patterns = new HashMap<>();
    private final Set<String> named = new HashSet<>();
    private final Set<String> used = new HashSet<>();

    ManifestMatch(Manifest manifest) {
        this.manifest = manifest;
        for (Manifest.Entry entry : manifest.entries()) {
            if (entry.isExact()) {
                named.add(entry.path());
            } else {
                patterns.put(entry.path(), entry.matcher());
            }
        }
    }

    /**
     * What holds for a file.
     *
     * @param below where it is below the folder
     * @param path the same with forward slashes
     */
    TraceSettings settingsOf(Path below, String path) {
        TraceSettings settings = manifest.defaults();
        for (Manifest.Entry entry : manifest.entries()) {
            PathMatcher pattern = patterns.get(entry.path());
            if (pattern == null ? entry.path().equals(path) : pattern.matches(below)) {
                settings = settings.overriddenBy(entry.settings());
                used.add(entry.path());
            }
        }
        return settings;
    }

    /** Whether an entry names this very file. */
    boolean names(String path) {
        return named.contains(path);
    }

    /** The entries that no file has asked for so far, in their order. */
    List<Manifest.Entry> unused() {
        List<Manifest.Entry> unused = new ArrayList<>(manifest.entries());
        unused.removeIf(entry -> used.contains(entry.path()));
        return unused;
    }
}
