package org.lockreplay.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files of a corpus to which several paths lead, through links or because a folder is given twice.
 *
 * <p>Counted for each path, one recording would look like several boots. What is judged together
 * has each file once: by its own path rather than through a link, the first one by name. Paths that
 * a manifest names one by one are left alone.
 */
final class SameFiles {

    private final Map<List<Object>, List<Way>> ways = new HashMap<>();

    /** A path to a file, of which {@code below} is what leads down from the root. */
    private record Way(CorpusFile file, Path below) {

        /** Whether it is a link, or leads through one, below the root. */
        boolean isDetour() throws IOException {
            return !file.file().toRealPath().endsWith(below);
        }
    }

    /**
     * Takes notice of a file.
     *
     * @param key the same for the same file, as the file system gives it
     */
    void add(CorpusFile file, Path below, Object key) {
        String set = file.settings().setOf(file.path());
        ways.computeIfAbsent(
                        List.of(key, set, file.settings().judging()), none -> new ArrayList<>())
                .add(new Way(file, below));
    }

    /** The files to leave out, each with the reason. */
    List<CorpusFile> again(Set<String> namedByManifests) throws IOException {
        List<CorpusFile> again = new ArrayList<>();
        for (List<Way> same : ways.values()) {
            if (same.size() > 1) {
                CorpusFile best = best(same);
                for (Way way : same) {
                    CorpusFile file = way.file();
                    if (!file.equals(best) && !namedByManifests.contains(file.path())) {
                        again.add(passedOver(file, "the same file as " + best.path()));
                    }
                }
            }
        }
        return again;
    }

    private static CorpusFile best(List<Way> same) throws IOException {
        CorpusFile best = same.get(0).file();
        boolean detour = same.get(0).isDetour();
        for (Way way : same.subList(1, same.size())) {
            boolean worse = way.isDetour();
            boolean first = way.file().path().compareTo(best.path()) < 0;
            if (worse == detour ? first : detour) {
                best = way.file();
                detour = worse;
            }
        }
        return best;
    }

    private static CorpusFile passedOver(CorpusFile file, String why) {
        return new CorpusFile(
                file.file(),
                file.path(),
                file.bytes(),
                file.settings(),
                file.named(),
                Optional.empty(),
                Optional.of(why));
    }
}
