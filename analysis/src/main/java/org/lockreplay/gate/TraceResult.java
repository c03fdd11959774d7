package org.lockreplay.gate;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lockreplay.summary.SourceTrace;

/**
 * What became of one file of the corpus.
 *
 * @param path the folder as the user named it, and the file in it
 * @param labels what the manifest says of it ({@code kernel}, {@code machine}, …)
 * @param set the name of the traces that it is judged together with; empty for the whole corpus
 * @param reason why it could not be read, or not to its end; one sentence
 * @param sources what was read: one trace, several of a saved summary, none if unreadable
 * @param broken what the manifest says of it and is not so; a sentence each
 */
public record TraceResult(
        String path,
        SortedMap<String, String> labels,
        String set,
        Status status,
        Optional<String> reason,
        List<SourceTrace> sources,
        List<String> broken) {

    /** How far a file could be read. */
    public enum Status {
        /** To its end. */
        READ,
        /** Not to its end, or not at all, which fails the gate. */
        UNREADABLE,
        /** The same, but the manifest or the command line puts up with it. */
        UNREADABLE_ALLOWED,
        /** Not yet: the run was interrupted before. */
        NOT_REACHED;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public TraceResult {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        sources = List.copyOf(sources);
        broken = List.copyOf(broken);
    }

    TraceResult broken(List<String> sentences) {
        return new TraceResult(path, labels, set, status, reason, sources, sentences);
    }

    /** All events of it, whatever their name. */
    public long events() {
        return sources.stream().mapToLong(source -> source.facts().eventCount()).sum();
    }

    /** How many recordings it holds: boots, or one after another. */
    public long recordings() {
        return sources.stream().mapToLong(source -> source.coverage().recordings()).sum();
    }
}
