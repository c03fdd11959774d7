package org.lockreplay.protocol.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.program.Program;
import org.lockreplay.protocol.program.TaskView;

/** The exploration against a naive one, on small random protocols. */
class ExplorationOracleTest {

    private static final long SEED = 20141117;
    private static final int PROTOCOLS = Integer.getInteger("lockreplay.protocols", 100);
    private static final int MOST = 2_000;

    private static final List<Rule> RULES =
            List.of(Rule.DEADLOCK, Rule.BALANCED, Rule.RECURSION, Rule.M10);

    @Test
    void bothReachTheSameStatesAndBreakTheSameRulesInTheSameNumberOfSteps() {
        RandomProtocols random = new RandomProtocols(SEED);
        int compared = 0;
        Map<Rule, Integer> seen = new EnumMap<>(Rule.class);
        for (int number = 0; number < PROTOCOLS; number++) {
            Protocol protocol = random.next();
            int tasks = 1 + number % 3;
            NaiveExplorer naive = new NaiveExplorer(protocol, tasks, MOST);
            if (!naive.complete()) {
                continue;
            }
            compared++;
            Exploration exploration = explore(protocol, tasks);
            assertThat(broken(exploration, tasks))
                    .as("protocol %d of seed %d: %s", number, SEED, protocol)
                    .isEqualTo(naive.broken());
            assertThat(projections(exploration, tasks, protocol))
                    .as("protocol %d of seed %d: %s", number, SEED, protocol)
                    .isEqualTo(naive.projections());
            naive.broken().keySet().forEach(rule -> seen.merge(rule, 1, Integer::sum));
        }
        assertThat(compared).isGreaterThan(PROTOCOLS / 2);
        assertThat(seen.keySet()).containsExactlyInAnyOrderElementsOf(RULES);
    }

    private static Exploration explore(Protocol protocol, int tasks) {
        Program program = Program.of(protocol, protocol.operations());
        return new Exploration(program, tasks, Bounds.ofHeap(), Progress.NONE);
    }

    private static Map<Rule, Integer> broken(Exploration exploration, int tasks) {
        Map<Rule, Integer> broken = new EnumMap<>(Rule.class);
        for (Rule rule : RULES) {
            exploration
                    .witness(rule)
                    .map(witness -> new ScheduleFinder(exploration, witness, tasks).find(List.of()))
                    .ifPresent(schedule -> broken.put(rule, schedule.transitions()));
        }
        return broken;
    }

    private static Set<List<String>> projections(
            Exploration exploration, int tasks, Protocol protocol) {
        Set<List<String>> projections = new HashSet<>();
        long[] state = new long[exploration.form().width()];
        int[] numbers = new int[tasks];
        for (int i = 0; i < exploration.states(); i++) {
            exploration.store().get(i, state);
            exploration.form().read(state, numbers);
            List<String> words = new ArrayList<>();
            for (int number : numbers) {
                TaskView view = exploration.scheduler().view(number);
                String waits =
                        view.place() == 0
                                ? ""
                                : protocol.locks().get(view.waitsFor()).name()
                                        + (view.reads() ? "READ" : "WRITE")
                                        + view.place();
                words.add(view.held() + waits);
            }
            words.sort(null);
            projections.add(words);
        }
        return projections;
    }
}
