package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.Sign;
import org.lockreplay.story.TraceStory;
import org.lockreplay.summary.SourceTrace;

class MpxLimitsTest {

    private static final Set<Invariant> NONE = EnumSet.noneOf(Invariant.class);

    @Test
    void aRuleThatIsBrokenWasJudgedWhateverElseCannotBe() {
        SourceTrace plain = TraceStory.trace("a").summary().traces().get(0);
        TreeMap<Sign, Long> signs = new TreeMap<>();
        signs.put(Sign.EXCEPTIONS, 1L);
        SourceTrace trace = new SourceTrace(plain.facts(), plain.coverage(), signs);
        MpxProtocol protocol = CheckOptions.shipped().protocolOf(trace);
        assertThat(MpxLimits.judged(protocol, trace, NONE)).containsExactly(Invariant.M9);
        assertThat(MpxLimits.judged(protocol, trace, EnumSet.of(Invariant.M1, Invariant.M8)))
                .containsExactly(Invariant.M1, Invariant.M9);
    }
}
