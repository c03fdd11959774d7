package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Recordings of two kernels in one trace break what each of them breaks alone: what one shows is
 * nothing to judge the other by.
 */
class RecordingsOfTwoKernelsTest {

    @ParameterizedTest
    @CsvSource({
        "bdsem-small, i-all64",
        "bdsem-sems, ii-lock64",
        "ii-lock64, bdsem-sems",
        "i-hashed64, wrong-nobracket-small",
        "wrong-nobracket-sems, ii-lock64",
        "bdsem-small, i-hashed64"
    })
    void areJudgedEachByItself(String first, String second) throws Exception {
        List<String> lines = DamagedRecordingsTest.lines(first);
        List<String> others = DamagedRecordingsTest.lines(second);
        List<String> both = new ArrayList<>(lines);
        both.addAll(others);
        SortedMap<String, Integer> expected = counts(lines);
        counts(others).forEach((breach, times) -> expected.merge(breach, times, Integer::sum));
        assertThat(expected).isNotEmpty();
        assertThat(counts(both)).isEqualTo(expected);
    }

    /** How often each rule was broken, in which way and by which path. */
    private static SortedMap<String, Integer> counts(List<String> lines) throws Exception {
        MpxReplay replay = new MpxReplay(Questions.NONE.callingLocks(DamagedRecordingsTest::alias));
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        DamagedRecordingsTest.Verdicts.read(text, replay);
        SortedMap<String, Integer> counts = new TreeMap<>();
        for (Breach breach : replay.finish().breaches()) {
            counts.merge(breach.way() + " by " + breach.path(), 1, Integer::sum);
        }
        return counts;
    }
}
