package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Conformance;
import org.lockreplay.check.MpxProtocol;
import org.lockreplay.check.Report;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.protocol.file.ShippedProtocols;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.OperationCount;

/** How the critical sections of the recordings of the proposal fit it. */
class ConformanceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bdsem-sems",
                "bdsem-stress-sems",
                "wrong-inside-basic-sems",
                "wrong-nobracket-sems"
            })
    void everySectionBelongsToAnOperationAndTheCasesAreThoseOfTheNestings(String recording)
            throws UnreadableTraceException {
        Report report = judged(recording);
        Conformance found = report.conformance().orElseThrow();
        assertThat(found.sections()).isNotEmpty().allMatch(Conformance.Row::fits);
        Map<Integer, Long> byCase = new TreeMap<>();
        found.sections().stream()
                .map(Conformance.Row::count)
                .filter(count -> count.nestingCase() != 0)
                .forEach(count -> byCase.merge(count.nestingCase(), count.count(), Long::sum));
        Map<Integer, Long> nested = new TreeMap<>();
        report.nestingCases().stream()
                .filter(row -> row.number().isPresent())
                .forEach(row -> nested.put(row.number().getAsInt(), row.count()));
        assertThat(byCase).isEqualTo(nested);
    }

    @Test
    void operationsThatNeverOccurAreCountedAsNone() throws UnreadableTraceException {
        List<OperationCount> operations =
                judged("bdsem-stress-sems").conformance().orElseThrow().operations();
        assertThat(operations)
                .containsExactly(
                        new OperationCount("enable", 1),
                        new OperationCount("disable", 0),
                        new OperationCount("violation", 0),
                        new OperationCount("allocation", 371),
                        new OperationCount("removal", 1747));
    }

    /** From line 690 on the kernel prints no {@code lock_acquired} any more. */
    @Test
    void whereOwnershipIsNotTracedTimesAreNotKnown() throws UnreadableTraceException {
        Conformance found = judged("wrong-inside-basic-sems").conformance().orElseThrow();
        assertThat(found.sections())
                .anyMatch(row -> row.count().waits() < row.count().count())
                .allMatch(row -> row.count().holds() <= row.count().waits());
    }

    @Test
    void withoutAChosenProtocolThereIsNoTable() throws UnreadableTraceException {
        assertThat(Outcome.report(Corpus.recording("mpx/bdsem-sems")).conformance()).isEmpty();
    }

    /** The two tables by which a trace is judged by itself are those of the files. */
    @Test
    void theFilesJudgeByTheSameRules() {
        MpxProtocol gleixner = MpxProtocol.of(ShippedProtocols.find("gleixner-2014").orElseThrow());
        MpxProtocol linux = MpxProtocol.of(ShippedProtocols.find("linux-4.19").orElseThrow());
        assertThat(gleixner.rules()).containsExactly(Invariant.values());
        assertThat(linux.rules())
                .containsExactly(
                        Invariant.M1,
                        Invariant.M2,
                        Invariant.M3,
                        Invariant.M7,
                        Invariant.M9,
                        Invariant.M12,
                        Invariant.REFUSED);
        assertThat(MpxProtocol.of(ShippedProtocols.find("mm-rmap").orElseThrow()).isOfMpx())
                .isFalse();
    }

    private static Report judged(String recording) throws UnreadableTraceException {
        MpxProtocol protocol = MpxProtocol.of(ShippedProtocols.find("gleixner-2014").orElseThrow());
        return Outcome.report(
                Corpus.recording("mpx/" + recording), CheckOptions.shipped().withMpx(protocol));
    }
}
