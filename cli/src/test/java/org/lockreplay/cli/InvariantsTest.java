package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lockreplay.check.Finding;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.replay.mpx.Invariant;

/** For each invariant, a hand-made trace that breaks it, and one that comes close. */
class InvariantsTest {

    @ParameterizedTest
    @EnumSource
    void itsTraceBreaksItAndNothingElse(Invariant invariant) throws UnreadableTraceException {
        Set<String> expected = new TreeSet<>(Set.of(invariant.id()));
        if (invariant == Invariant.M4) {
            // the table that was used again is then removed under its entry
            expected.add(Invariant.M1.id());
        } else if (invariant == Invariant.M7) {
            expected.add("recursion");
        }
        assertThat(found(invariant.id())).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void theTraceThatComesCloseBreaksNothing(Invariant invariant) throws UnreadableTraceException {
        assertThat(found(invariant.id() + "-not")).isEmpty();
    }

    private static Set<String> found(String name) throws UnreadableTraceException {
        Set<String> ids = new TreeSet<>();
        Outcome.report(Corpus.recording("handmade/" + name)).findings().stream()
                .map(Finding::id)
                .forEach(ids::add);
        return ids;
    }
}
