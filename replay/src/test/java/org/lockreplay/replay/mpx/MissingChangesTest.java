package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A recording without the kinds of events by which entries are filled, or without all those by
 * which they are cleared, does not tell what is in the directory.
 */
class MissingChangesTest {

    private static final String FILLING = "bounds_exception_mpx|mpx_new_bounds_table";
    private static final String CLEARING = "sys_|mpx_unmap_search";

    @ParameterizedTest
    @CsvSource({
        "i-all64, " + FILLING,
        "i-all32, " + FILLING,
        "bdsem-small, " + FILLING,
        "wrong-nobracket-small, " + FILLING,
        "i-all64, " + CLEARING,
        "i-all32, " + CLEARING,
        "i-hashed64, " + CLEARING
    })
    void noEntryIsCertainThen(String recording, String kinds) throws Exception {
        Pattern missing = Pattern.compile(": (" + kinds + ")");
        List<String> lines =
                RecordedLines.of(recording).stream()
                        .filter(line -> !missing.matcher(line).find())
                        .toList();
        Verdicts verdicts = new Verdicts();
        verdicts.judge(lines);
        assertThat(verdicts.wrong).isEmpty();
        assertThat(verdicts.undecided).isPositive();
    }

    /** A SIGSEGV of the kernel is for an exception or an unmap. */
    @ParameterizedTest
    @CsvSource({
        "i-all64, sys_|bounds_exception_mpx",
        "i-all32, sys_|bounds_exception_mpx",
        "bdsem-small, sys_|bounds_exception_mpx",
        "i-all64, " + CLEARING,
        "wrong-nobracket-small, " + CLEARING
    })
    void noRefusalIsOfWhatIsNotKnownToGoOn(String recording, String kinds) throws Exception {
        Pattern missing = Pattern.compile(": (" + kinds + ")");
        List<String> whole = RecordedLines.of(recording);
        List<String> lines = whole.stream().filter(line -> !missing.matcher(line).find()).toList();
        assertThat(RecordedLines.breaches(whole)).containsAll(RecordedLines.breaches(lines));
    }

    @Test
    void whereExceptionsAreRecordedThereIsNoTableBeforeTheFirst() {
        Told told = new Told();
        assertThat(only(told).complete()).isFalse();
        int before = told.add(7, "sys_getpid()");
        told.fault(7, 3);
        told.table(7, TABLE);
        DirectoryState then =
                told.replay(Questions.NONE.atLines(List.of((long) before)))
                        .snapshots()
                        .get(0)
                        .addressSpaces()
                        .get(0);
        assertThat(then.complete()).isTrue();
        assertThat(only(told).complete()).isTrue();
    }

    private static DirectoryState only(Told told) {
        return told.replay(Questions.NONE).addressSpaces().get(0);
    }
}
