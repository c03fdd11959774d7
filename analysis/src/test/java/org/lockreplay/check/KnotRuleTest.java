package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lockreplay.story.Lock;
import org.lockreplay.story.TraceStory;

class KnotRuleTest {

    @Test
    void aDenseKnotIsOneFindingAndItsShortestCircles() {
        List<Finding> findings = Judged.findings(dense(30).summary());
        assertThat(findings).filteredOn(finding -> finding.id().equals("cycle")).hasSize(20);
        List<Finding> knots =
                findings.stream().filter(finding -> finding.id().equals("knot")).toList();
        assertThat(knots).hasSize(1);
        Finding knot = knots.get(0);
        assertThat(knot.severity()).isEqualTo(Severity.ERROR);
        assertThat(knot.classes()).hasSize(30).isSorted();
        assertThat(knot.message())
                .isEqualTo("knot of lock classes: 30 classes tied by 870 nestings in 435 circles");
        assertThat(knot.facts())
                .containsExactly("435 circles, of which 20 are reported by themselves");
        assertThat(knot.advice().get(0)).startsWith("Reorder here: ").contains(" and 430 more; ");
        assertThat(knot.evidence()).hasSize(20);
    }

    @Test
    void aSmallKnotIsToldByItsCirclesAndWhatBreaksThemAll() {
        List<Finding> findings =
                Judged.findings(
                        trace("t")
                                .times(7)
                                .nest(write("a", 1), write("b", 2))
                                .nest(write("b", 2), write("c", 3))
                                .times(2)
                                .nest(write("b", 2), write("a", 1))
                                .nest(write("c", 3), write("b", 2))
                                .nest(write("c", 3), write("a", 1))
                                .summary());
        assertThat(findings).extracting(Finding::id).containsOnly("cycle").hasSize(3);
        assertThat(findings)
                .allMatch(
                        finding ->
                                finding.advice()
                                        .contains(
                                                "Reorder here: a -> b (7 times), c -> b (2 times);"
                                                        + " taken the other way round, no unguarded"
                                                        + " circle is left among these 3 classes (no"
                                                        + " smaller set of nestings does)."),
                        "advice");
    }

    @Test
    void aSingleCircleIsNoKnot() {
        List<Finding> findings =
                Judged.findings(
                        trace("t")
                                .nest(write("a", 1), write("b", 2))
                                .nest(write("b", 2), write("a", 1))
                                .summary());
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).advice()).noneMatch(advice -> advice.contains("Reorder"));
    }

    /** Too large to look for a circle through each mode of each pair. */
    @Test
    void aRingInManyModesIsOneCircleAndNoKnot() {
        int size = 9000;
        TraceStory story = trace("t");
        for (int from = 0; from < size; from++) {
            Lock outer = write("c" + (10_000 + from), from);
            int to = (from + 1) % size;
            story.nest(outer, write("c" + (10_000 + to), to));
            story.nest(outer, read("c" + (10_000 + to), to));
        }
        List<Finding> findings = Judged.findings(story.summary());
        assertThat(findings).extracting(Finding::id).containsExactly("cycle");
        assertThat(findings.get(0).classes()).hasSize(size);
        assertThat(findings.get(0).sites()).hasSize(2 * size);
        assertThat(findings.get(0).witnesses()).isEqualTo(2L * size);
    }

    /** Over each of its nestings other locks are held, so that there are thousands of guards. */
    @Test
    void twoTasksWithManyLocksInTwoOrdersAreOneKnot() {
        Random random = new Random(5);
        List<Integer> locks = new ArrayList<>();
        for (int lock = 0; lock < 32; lock++) {
            locks.add(lock);
        }
        TraceStory story = trace("t");
        for (int task = 0; task < 2; task++) {
            story.by("task", task + 1, 0);
            for (int inner = 1; inner < locks.size(); inner++) {
                for (int outer = 0; outer < inner; outer++) {
                    List<Lock> beside = new ArrayList<>();
                    for (int guard = 0; guard < inner; guard++) {
                        if (guard != outer) {
                            beside.add(lock(locks.get(guard)));
                        }
                    }
                    story.under(beside.toArray(Lock[]::new));
                    story.nest(lock(locks.get(outer)), lock(locks.get(inner)));
                }
            }
            Collections.shuffle(locks, random);
        }
        List<Finding> findings = Judged.findings(story.summary());
        assertThat(findings).hasSize(21);
        assertThat(findings.get(20).id()).isEqualTo("knot");
        assertThat(findings.get(20).facts().get(0))
                .endsWith("of which 20 are reported by themselves");
        assertThat(findings.get(0).advice().get(0)).contains(" more are held over all of it but ");
    }

    private static Lock lock(int number) {
        return write("c" + (10 + number), number);
    }

    @Test
    void aKnotOfGuardedCirclesIsANote() {
        List<Finding> findings = Judged.findings(dense(8, "gate").summary());
        assertThat(findings).extracting(Finding::severity).containsOnly(Severity.NOTE);
        assertThat(findings).extracting(Finding::id).contains("knot");
    }

    private static TraceStory dense(int classes) {
        TraceStory story = trace("t");
        for (int from = 0; from < classes; from++) {
            for (int to = 0; to < classes; to++) {
                if (from != to) {
                    story.nest(write("c" + (10 + from), from), write("c" + (10 + to), to));
                }
            }
        }
        return story;
    }

    private static TraceStory dense(int classes, String guard) {
        TraceStory story = trace("t").under(write(guard, 99));
        for (int from = 0; from < classes; from++) {
            for (int to = 0; to < classes; to++) {
                if (from != to) {
                    story.nest(write("c" + (10 + from), from), write("c" + (10 + to), to));
                }
            }
        }
        return story;
    }
}
