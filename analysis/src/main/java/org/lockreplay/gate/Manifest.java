package org.lockreplay.gate;

import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.List;

/**
 * What somebody wrote down about the traces of a folder; immutable.
 *
 * @param comment for people; may be empty
 * @param defaults hold for every trace
 * @param entries in the order of the file: of those that fit a trace, the last word counts
 */
public record Manifest(String comment, TraceSettings defaults, List<Entry> entries) {

    /** The manifest of a folder without one. */
    public static final Manifest NONE = new Manifest("", TraceSettings.PLAIN, List.of());

    /** Its name in the folder of the corpus. */
    public static final String FILE_NAME = "corpus.json";

    /**
     * What holds for one trace, or for those that a pattern fits.
     *
     * @param path below the folder, with forward slashes; {@code *} for any text within a name,
     *     {@code **} for any text, {@code ?}, {@code [ab]} and <code>{a,b}</code>
     * @param place where it stands, {@code file:line}
     */
    public record Entry(String path, String comment, TraceSettings settings, String place) {

        /** Whether it names one file. */
        boolean isExact() {
            return path.chars().noneMatch(c -> "*?[{\\".indexOf(c) >= 0);
        }

        PathMatcher matcher() {
            return FileSystems.getDefault().getPathMatcher("glob:" + path);
        }

        /** What is wrong if nothing in the folder is called so. */
        String fitsNothing() {
            return place
                    + ": expected "
                    + (isExact() ? "a file" : "a pattern that fits a file")
                    + " of the corpus, found '"
                    + path
                    + "', which is not there";
        }
    }

    public Manifest {
        entries = List.copyOf(entries);
    }
}
