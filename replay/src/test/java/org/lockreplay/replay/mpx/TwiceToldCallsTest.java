package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where {@code syscalls} and {@code raw_syscalls} are both recorded, each system call has two
 * events of its beginning and two of its end, and is one call all the same.
 */
class TwiceToldCallsTest {

    private static final Pattern BEGINNING = Pattern.compile("(.*: )sys_(\\w+)\\((.*)\\)");
    private static final Pattern END = Pattern.compile("(.*: )sys_(\\w+) -> 0x(\\p{XDigit}+)");
    private static final Pattern ARGUMENT = Pattern.compile("\\w+: (\\p{XDigit}+)");

    private static final Map<String, Integer> NUMBERS =
            Map.ofEntries(
                    Map.entry("mmap", 9),
                    Map.entry("mprotect", 10),
                    Map.entry("munmap", 11),
                    Map.entry("brk", 12),
                    Map.entry("mremap", 25),
                    Map.entry("madvise", 28),
                    Map.entry("shmat", 30),
                    Map.entry("clone", 56),
                    Map.entry("exit", 60),
                    Map.entry("shmdt", 67),
                    Map.entry("prctl", 157),
                    Map.entry("exit_group", 231));

    /**
     * In the order in which the kernel tells of both, which depends on what was switched on first.
     */
    @ParameterizedTest
    @CsvSource({
        "wrong-nobracket-small, true, true",
        "wrong-nobracket-small, true, false",
        "wrong-nobracket-small, false, true",
        "wrong-nobracket-small, false, false",
        "wrong-nobracket-sems, true, true",
        "wrong-nobracket-sems, false, true",
        "wrong-inside-basic-sems, true, false",
        "bdsem-sems, false, false",
        "i-all64, true, true"
    })
    void theSecondEventTellsNothingNew(String recording, boolean namedBegins, boolean namedEnds)
            throws Exception {
        List<String> once = RecordedLines.of(recording);
        List<String> twice = new ArrayList<>();
        for (String line : once) {
            Matcher begins = BEGINNING.matcher(line);
            Matcher ends = END.matcher(line);
            if (begins.matches()) {
                String raw =
                        "%ssys_enter: NR %d (%s)"
                                .formatted(
                                        begins.group(1),
                                        NUMBERS.get(begins.group(2)),
                                        arguments(begins.group(3)));
                twice.addAll(namedBegins ? List.of(line, raw) : List.of(raw, line));
            } else if (ends.matches()) {
                String raw =
                        "%ssys_exit: NR %d = %d"
                                .formatted(
                                        ends.group(1),
                                        NUMBERS.get(ends.group(2)),
                                        Long.parseUnsignedLong(ends.group(3), 16));
                twice.addAll(namedEnds ? List.of(line, raw) : List.of(raw, line));
            } else {
                twice.add(line);
            }
        }
        MpxObservations expected = RecordedLines.replay(once, RecordedLines.WITH_LOCKS);
        MpxObservations found = RecordedLines.replay(twice, RecordedLines.WITH_LOCKS);
        assertThat(twice).hasSizeGreaterThan(once.size() + 100);
        assertThat(RecordedLines.breaches(twice))
                .isNotEmpty()
                .isEqualTo(RecordedLines.breaches(once));
        assertThat(found.unmaps()).isNotEmpty().isEqualTo(expected.unmaps());
        assertThat(found.paths()).isNotEmpty().isEqualTo(expected.paths());
        assertThat(counts(found)).isEqualTo(counts(expected));
    }

    /** The raw event has all six, whatever the call takes. */
    private static String arguments(String named) {
        List<String> given =
                ARGUMENT.matcher(named)
                        .results()
                        .map((MatchResult argument) -> argument.group(1))
                        .collect(Collectors.toCollection(ArrayList::new));
        while (given.size() < 6) {
            given.add("0");
        }
        return String.join(", ", given);
    }

    private static List<String> counts(MpxObservations observed) {
        return observed.sections().stream()
                .map(each -> String.join(" ", each.path(), each.outer() + "", each.count() + ""))
                .toList();
    }
}
