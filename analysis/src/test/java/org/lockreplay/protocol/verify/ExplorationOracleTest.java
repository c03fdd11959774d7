package org.lockreplay.protocol.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.protocol.program.Program;
import org.lockreplay.protocol.program.TaskView;
import org.lockreplay.replay.mpx.Management;
import org.lockreplay.replay.mpx.MpxModel;

/**
 * The exploration against a naive one, on small random protocols: the same rules are broken in the
 * same number of steps, and the same states are reached.
 *
 * <p>{@code -Dlockreplay.protocols=2000} for more of them.
 */
class ExplorationOracleTest {

    private static final long SEED = 20141117;
    private static final int PROTOCOLS = Integer.getInteger("lockreplay.protocols", 100);

    private static final Set<Rule> OF_LOCKS =
            EnumSet.of(Rule.DEADLOCK, Rule.BALANCED, Rule.RECURSION, Rule.M7, Rule.M10);

    /** All but the nestings that a protocol declares, and operations that begin inside others. */
    private static final Set<Rule> OF_MEMORY =
            EnumSet.complementOf(
                    EnumSet.of(Rule.NESTINGS, Rule.DEADLOCK_WITH_ENVIRONMENT, Rule.M9));

    @Test
    void locksAloneAreExploredAsNaively() {
        RandomProtocols random = new RandomProtocols(SEED);
        assertThat(compare(random::next, PROTOCOLS, 3, 2_000, OF_LOCKS)).isEqualTo(OF_LOCKS);
    }

    @Test
    void effectsOnMemoryAndTablesAreExploredAsNaively() {
        RandomMemoryProtocols random = new RandomMemoryProtocols(SEED);
        Set<Rule> seen = compare(random::next, PROTOCOLS, 2, 3_000, OF_MEMORY);
        // M1 is in the next test: a table that is missing in its entry takes three operations
        Set<Rule> others = EnumSet.copyOf(OF_MEMORY);
        others.remove(Rule.M1);
        assertThat(seen).containsAll(others);
    }

    @Test
    void aTableThatIsRemovedInTheHandOfAnotherTaskIsExploredAsNaively() {
        Set<Rule> seen = EnumSet.noneOf(Rule.class);
        for (Effect last : List.of(Effect.STORE_ENTRY, Effect.MARK_TABLE, Effect.FREE_TABLE)) {
            Protocol protocol =
                    RandomMemoryProtocols.of(
                            List.of(Effect.ALLOCATE_TABLE, Effect.CMPXCHG_ENTRY),
                            List.of(Effect.INVALIDATE_ENTRY, last),
                            List.of(
                                    Effect.ALLOCATE_TABLE,
                                    Effect.MARK_VMA,
                                    Effect.REMOVE_MARKED,
                                    Effect.REMOVAL_OVER));
            seen.addAll(compare(() -> protocol, 2, 2, 20_000, OF_MEMORY));
        }
        assertThat(seen).contains(Rule.M1, Rule.MARK_ALONE);
    }

    /**
     * Compares both on protocols with 1, 2, … tasks, as far as the naive one comes to an end.
     *
     * @return the rules that were broken in any of them
     */
    private static Set<Rule> compare(
            Supplier<Protocol> random, int protocols, int mostTasks, int most, Set<Rule> rules) {
        int compared = 0;
        Set<Rule> seen = EnumSet.noneOf(Rule.class);
        for (int number = 0; number < protocols; number++) {
            Protocol protocol = random.get();
            int tasks = 1 + number % mostTasks;
            NaiveExplorer naive = new NaiveExplorer(protocol, tasks, most);
            if (naive.complete()) {
                compared++;
                Exploration exploration = explore(protocol, tasks);
                assertThat(broken(exploration, tasks, rules))
                        .as("protocol %d of seed %d: %s", number, SEED, protocol)
                        .isEqualTo(naive.broken());
                assertThat(projections(exploration, tasks, protocol))
                        .as("protocol %d of seed %d: %s", number, SEED, protocol)
                        .isEqualTo(projections(naive, protocol));
                seen.addAll(naive.broken().keySet());
            }
        }
        assertThat(compared).isGreaterThan(protocols * 2 / 5);
        return seen;
    }

    private static Exploration explore(Protocol protocol, int tasks) {
        Program program = Program.of(protocol, protocol.operations());
        return new Exploration(program, tasks, Bounds.ofHeap(), Progress.NONE);
    }

    private static Map<Rule, Integer> broken(Exploration exploration, int tasks, Set<Rule> rules) {
        Map<Rule, Integer> broken = new EnumMap<>(Rule.class);
        for (Rule rule : rules) {
            exploration
                    .witness(rule)
                    .map(
                            witness ->
                                    new ScheduleFinder(exploration, witness, tasks)
                                            .find(Optional.empty()))
                    .ifPresent(schedule -> broken.put(rule, schedule.transitions()));
        }
        return broken;
    }

    // ---- states, as far as they can be told from outside ----

    private static Set<List<String>> projections(
            Exploration exploration, int tasks, Protocol protocol) {
        Set<List<String>> projections = new HashSet<>();
        long[] state = new long[exploration.form().width()];
        int[] numbers = new int[tasks];
        for (int i = 0; i < exploration.states(); i++) {
            exploration.store().get(i, state);
            int memory = exploration.form().read(state, numbers);
            List<String> words = new ArrayList<>();
            for (int number : numbers) {
                TaskView view = exploration.scheduler().view(number);
                String waits =
                        view.place() == 0
                                ? ""
                                : protocol.locks().get(view.waitsFor()).name()
                                        + (view.reads() ? LockMode.READ : LockMode.WRITE)
                                        + view.place();
                words.add(view.held() + waits + hand(view.hand()));
            }
            words.sort(null);
            words.add(memory(exploration.scheduler().memory().model(memory)));
            projections.add(words);
        }
        return projections;
    }

    private static Set<List<String>> projections(NaiveExplorer naive, Protocol protocol) {
        Set<List<String>> projections = new HashSet<>();
        for (NaiveState state : naive.states()) {
            List<String> words = new ArrayList<>();
            for (int task = 0; task < state.tasks().size(); task++) {
                words.add(task(state, task, protocol));
            }
            words.sort(null);
            NaiveMemory memory = state.memory();
            words.add(
                    memory(
                            memory.managed(),
                            memory.counted(),
                            memory.regions(),
                            memory.entries(),
                            memory.tables(),
                            memory.marked()));
            projections.add(words);
        }
        return projections;
    }

    private static String task(NaiveState state, int number, Protocol protocol) {
        NaiveTask task = state.task(number);
        List<Integer> held = new ArrayList<>();
        String waits = "";
        for (var lock : protocol.locks()) {
            String name = lock.name();
            int reads = task.reads().getOrDefault(name, 0);
            held.add(task.writes().contains(name) ? TaskView.WRITTEN : reads);
            List<NaiveState.Waiting> queue = state.queue(name);
            for (int place = 0; place < queue.size(); place++) {
                if (queue.get(place).task() == number) {
                    waits = name + queue.get(place).mode() + (place + 1);
                }
            }
        }
        return held + waits + hand(task.hand());
    }

    private static String hand(int table) {
        return table < 0 ? "" : " has " + table;
    }

    private static String memory(MpxModel model) {
        Set<Integer> regions = new TreeSet<>();
        Map<Integer, Integer> entries = new TreeMap<>();
        Set<Integer> tables = new TreeSet<>();
        Set<Integer> marked = new TreeSet<>();
        for (int region = 0; region < Place.REGIONS; region++) {
            if (model.hasMemory(Place.range(region))) {
                regions.add(region);
            }
        }
        for (int table = 0; table < 16; table++) {
            long address = Place.table(table);
            if (model.isMapped(address)) {
                tables.add(table);
            }
            if (model.marked().contains(address)) {
                marked.add(table);
            }
            for (int entry = 0; entry < Place.ENTRIES; entry++) {
                if (model.table(Place.index(entry)).equals(OptionalLong.of(address))) {
                    entries.put(entry, table);
                }
            }
        }
        return memory(
                model.management() == Management.ON,
                model.removals(),
                regions,
                entries,
                tables,
                marked);
    }

    /** Regions 0 and 1 may change places. */
    private static String memory(
            boolean managed,
            int counted,
            Set<Integer> regions,
            Map<Integer, Integer> entries,
            Set<Integer> tables,
            Set<Integer> marked) {
        long ofFirst = regions.stream().filter(region -> region < 2).count();
        return "%s %d %d %s %s %s %s"
                .formatted(
                        managed,
                        counted,
                        ofFirst,
                        regions.contains(2),
                        new TreeMap<>(entries),
                        new TreeSet<>(tables),
                        new TreeSet<>(marked));
    }
}
