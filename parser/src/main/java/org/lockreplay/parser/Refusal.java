package org.lockreplay.parser;

import java.util.List;
import java.util.SortedSet;
import java.util.regex.Pattern;

/** Says in one sentence why a text without a single event is no trace that can be analysed. */
final class Refusal {

    private static final Pattern RAW = Pattern.compile("\\d+ \\d+ \\d+ type: \\d+.*");
    private static final Pattern NO_CONTEXT = Pattern.compile("[A-Za-z_]\\w*(: |\\(| -> ).*");

    private Refusal() {}

    /** Refuses a trace that has lines, but none that is an event or a header. */
    static void check(TraceFacts facts) throws UnreadableTraceException {
        if (facts.eventCount() > 0 || facts.malformed() == 0) {
            return;
        }
        if (looksLike(RAW, facts)) {
            throw new UnreadableTraceException(
                    facts.path()
                            + ": printed with the 'raw' option, which leaves out what the events"
                            + " say; record again after: echo 0 > options/raw");
        }
        if (looksLike(NO_CONTEXT, facts)) {
            throw new UnreadableTraceException(
                    facts.path()
                            + ": its lines have no task, CPU and time, so no lock can be given to"
                            + " a task; record again after: echo 1 > options/context-info");
        }
        MalformedLine first = facts.firstMalformed().get(0);
        throw new UnreadableTraceException(
                first.message(facts.path()) + "; no line of it is a trace event");
    }

    /**
     * Refuses the report of several recordings in one: each has tasks, CPUs and locks of its own.
     *
     * @param files whom the lines are of, {@code ""} where they do not tell
     */
    static void check(String path, SortedSet<String> files) throws UnreadableTraceException {
        if (files.size() > 1) {
            String named = files.last();
            throw new UnreadableTraceException(
                    path
                            + ": a report of several files or instances, "
                            + String.join(", ", files.tailSet("\0"))
                            + (files.contains("") ? " and one without a name" : "")
                            + "; give each its own, as by: grep -F '"
                            + named
                            + ": '");
        }
    }

    /** Whether most of the first lines do, as far as their beginning is known. */
    private static boolean looksLike(Pattern line, TraceFacts facts) {
        List<MalformedLine> examples = facts.firstMalformed();
        long alike =
                examples.stream()
                        .filter(bad -> bad.column() == 1 && line.matcher(bad.found()).matches())
                        .count();
        return 2 * alike > examples.size();
    }
}
