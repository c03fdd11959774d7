package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A recording in which one kind of event, one system call, the semaphores taken for read, or two of
 * such were not recorded breaks no rule where the whole recording does not.
 */
class RecordingsWithoutKindsTest {

    private static final int PAIRS = 60;

    /** It breaks a rule that shows by a search alone; the others show some without. */
    private static final String BROKEN_BY_SEARCH = "i-hashed64";

    private static final Pattern EVENT =
            Pattern.compile("-\\d+ +\\[\\d+\\] \\S+ +[\\d.]+: (\\w+)(?:: NR (-?\\d+))?[: (]");

    /** A lock event of one of the two semaphores, as an event filter could leave it out. */
    private static final Pattern SEMAPHORE =
            Pattern.compile(": (lock_\\w+): \\w+ (try )?(read )?&mm->(bd_sem|mmap_sem)$");

    /** What tells nothing of memory, locks or tasks. */
    private static final Set<String> UNREAD =
            Set.of("sched_switch", "sched_wakeup", "signal_deliver", "tracing_mark_write");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bdsem-small",
                "bdsem-sems",
                "i-all32",
                "i-all64",
                "i-hashed64",
                "wrong-inside-basic-sems",
                "wrong-nobracket-small"
            })
    void breakNothingNew(String recording) throws Exception {
        List<Line> lines = lines(recording);
        Set<String> whole = broken(lines, Set.of());
        List<String> wrong = new ArrayList<>();
        Set<String> found = new HashSet<>();
        for (Set<String> missing : choices(lines)) {
            Set<String> broken = broken(lines, missing);
            found.addAll(broken);
            broken.removeAll(whole);
            if (!broken.isEmpty()) {
                wrong.add(missing + ": " + broken);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(found).as("what shows without one or two kinds").isEqualTo(whole);
        assertThat(whole).isNotEmpty();
    }

    /** Pairs by which memory, or whose it is, is least known. */
    @ParameterizedTest
    @CsvSource({
        "bdsem-small, mpx_unmap_search, sys_clone",
        "wrong-nobracket-small, mpx_unmap_search, sys_clone",
        "i-all64, mpx_unmap_search, sys_clone",
        "i-hashed64, mpx_unmap_search, sys_mremap",
        "wrong-inside-basic-sems, sys_mremap, sys_shmdt"
    })
    void withoutThesePairsNeither(String recording, String one, String other) throws Exception {
        List<Line> lines = lines(recording);
        Set<String> broken = broken(lines, Set.of(one, other));
        assertThat(broken(lines, Set.of())).containsAll(broken);
        assertThat(broken.isEmpty()).isEqualTo(recording.equals(BROKEN_BY_SEARCH));
    }

    /** Each kind alone, and some pairs of them. */
    private static List<Set<String>> choices(List<Line> lines) {
        SortedSet<String> kinds = new TreeSet<>();
        lines.forEach(line -> kinds.addAll(line.kinds()));
        kinds.removeAll(UNREAD);
        List<String> names = List.copyOf(kinds);
        assertThat(names).hasSizeGreaterThan(15);
        List<Set<String>> choices = new ArrayList<>();
        names.forEach(name -> choices.add(Set.of(name)));
        List<Set<String>> pairs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                pairs.add(Set.of(names.get(i), names.get(j)));
            }
        }
        Collections.shuffle(pairs, new Random(names.size()));
        choices.addAll(pairs.subList(0, PAIRS));
        return choices;
    }

    /** The ways in which rules are broken, and the lines of the whole recording where they are. */
    private static Set<String> broken(List<Line> lines, Set<String> missing) {
        List<Line> left =
                lines.stream().filter(line -> Collections.disjoint(line.kinds(), missing)).toList();
        List<String> texts = left.stream().map(Line::text).toList();
        Set<String> broken = new HashSet<>();
        for (Breach breach : RecordedLines.replay(texts, RecordedLines.WITH_LOCKS).breaches()) {
            // what the kernel refused is no rule, and what is unmanaged is a note
            if (breach.way().invariant() != Invariant.REFUSED
                    && breach.way() != Way.MEMORY_GONE_UNMANAGED) {
                broken.add(breach.way() + " at " + left.get((int) breach.at().line() - 1).number());
            }
        }
        return broken;
    }

    private static List<Line> lines(String recording) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String text : RecordedLines.of(recording)) {
            lines.add(Line.of(lines.size() + 1, text));
        }
        return lines;
    }

    /**
     * A line of a recording.
     *
     * @param kinds its event, its system call where that is a number, and what a filter knows of a
     *     semaphore; none of a comment
     */
    private record Line(int number, String text, Set<String> kinds) {

        static Line of(int number, String text) {
            Matcher event = EVENT.matcher(text);
            if (!event.find()) {
                return new Line(number, text, Set.of());
            }
            Set<String> kinds = new HashSet<>();
            kinds.add(event.group(1));
            if (event.group(2) != null) {
                kinds.add("NR " + event.group(2));
            }
            Matcher semaphore = SEMAPHORE.matcher(text);
            if (semaphore.find()) {
                kinds.add(semaphore.group(1) + " of " + semaphore.group(4));
                kinds.add(semaphore.group(1) + " for " + semaphore.group(3));
                kinds.add(semaphore.group(1) + " that is " + semaphore.group(2));
            }
            return new Line(number, text, kinds);
        }
    }
}
