package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lockreplay.replay.mpx.Footing;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.Sign;
import org.lockreplay.replay.mpx.Way;
import org.lockreplay.story.TraceStory;
import org.lockreplay.summary.SourceTrace;

class MpxExceptionsTest {

    /** Whatever a way of breaking a rule rests on: without it, the report says so in words. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHARED_NOT_ZAPPED")
    void whatIsMissingForAWayIsNamedWithTheWay(Way way) {
        List<Footing.Need> needs = Footing.of(way);
        Set<Sign> where = EnumSet.noneOf(Sign.class);
        needs.forEach(need -> where.addAll(need.where()));
        needs.forEach(need -> where.removeAll(need.oneOf()));
        List<String> said = MpxExceptions.of(way.invariant(), trace(where));
        assertThat(said.stream().anyMatch(reason -> reason.endsWith(way.sentence())))
                .as("%s", said)
                .isEqualTo(!needs.isEmpty());

        Set<Sign> all = EnumSet.allOf(Sign.class);
        assertThat(MpxExceptions.of(way.invariant(), trace(all)))
                .noneMatch(reason -> reason.endsWith(way.sentence()));
    }

    /** Rules that kinds of events were needed for which came only later. */
    @ParameterizedTest
    @CsvSource({
        "EARLY_UNMAPS, M8, M1",
        "UNTOLD_REMOVALS, M3, M8",
        "EARLY_SEARCHES, M3, M8",
        "EARLY_SEARCHES, M1, M6"
    })
    void whatCameBeforeTheFirstEventOfItsKindIsSaidNotToBeJudged(
            Sign sign, Invariant judged, Invariant other) {
        assertThat(MpxExceptions.of(judged, trace(EnumSet.of(sign))))
                .anyMatch(reason -> reason.startsWith("unmaps "));
        assertThat(MpxExceptions.of(other, trace(EnumSet.of(sign))))
                .noneMatch(reason -> reason.startsWith("unmaps "));
    }

    private static SourceTrace trace(Set<Sign> signs) {
        SourceTrace plain = TraceStory.trace("a").summary().traces().get(0);
        SortedMap<Sign, Long> shown = new TreeMap<>();
        signs.forEach(sign -> shown.put(sign, 1L));
        return new SourceTrace(plain.facts(), plain.coverage(), shown);
    }
}
