package org.lockreplay.lockorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.jgrapht.Graph;
import org.jgrapht.alg.cycle.JohnsonSimpleCycles;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.replay.lock.LockInstance;

class StrongCyclesTest {

    private static final Guards NONE = Guards.of(0, List.of());

    @Test
    void twoOrdersOfTwoLocksAreACircle() {
        assertThat(cycles(2, plain(0, 1), plain(1, 0))).containsExactly("[0, 1]");
    }

    @Test
    void oneOrderIsNone() {
        assertThat(cycles(3, plain(0, 1), plain(1, 2), plain(0, 2))).isEmpty();
    }

    @Test
    void aRecursiveReaderPassesASharedHolder() {
        // 0 holds and reads 1 recursively; 1, held for read, waits for 0: nobody waits for a
        // reader.
        assertThat(cycles(2, new Arc(0, 1, false, true), new Arc(1, 0, true, false))).isEmpty();
    }

    @Test
    void aRecursiveReaderWaitsForAnExclusiveHolder() {
        assertThat(cycles(2, new Arc(0, 1, false, true), plain(1, 0))).hasSize(1);
    }

    @Test
    void aReaderThatQueuesWaitsForASharedHolder() {
        assertThat(cycles(2, plain(0, 1), new Arc(1, 0, true, false))).hasSize(1);
    }

    @Test
    void theRuleHoldsWhereTheCircleCloses() {
        assertThat(cycles(2, new Arc(0, 1, true, false), new Arc(1, 0, false, true))).isEmpty();
    }

    @Test
    void shorterCirclesComeFirst() {
        assertThat(cycles(4, plain(0, 1), plain(1, 2), plain(2, 0), plain(2, 3), plain(3, 2)))
                .containsExactly("[3, 4]", "[0, 1, 2]");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6})
    void everyArcGetsTheSameVerdictAndLengthAsByTryingAllCycles(int vertices) {
        for (long seed = 0; seed < 400; seed++) {
            List<Arc> arcs = random(vertices, new Random(seed * 31 + vertices));
            BruteForce oracle = new BruteForce(arcs);
            List<int[]> found = StrongCycles.of(vertices, arcs, unguarded(arcs));
            String where = "seed " + seed + ", " + vertices + " locks: " + arcs;
            assertThat(found).as(where).allMatch(oracle::isStrong).allMatch(c -> isSimple(arcs, c));
            for (int arc = 0; arc < arcs.size(); arc++) {
                assertThat(shortest(found, arc))
                        .as("arc %d of %s", arc, where)
                        .isEqualTo(oracle.shortestThrough(arc));
            }
        }
    }

    @Test
    void aChainOfManyLocksHasNoCircleAndNeedsNoStack() {
        int length = 200_000;
        List<Arc> arcs = new ArrayList<>();
        for (int i = 0; i + 1 < length; i++) {
            arcs.add(plain(i, i + 1));
        }
        assertThat(StrongCycles.of(length, arcs, unguarded(arcs))).isEmpty();
    }

    @Test
    void aRingOfManyLocksIsOneCircle() {
        int length = 200_000;
        List<Arc> arcs = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            arcs.add(plain(i, (i + 1) % length));
        }
        List<int[]> cycles = StrongCycles.of(length, arcs, unguarded(arcs));
        assertThat(cycles).hasSize(1);
        assertThat(cycles.get(0)).hasSize(length);
    }

    @Test
    void aRingWithAChordIsTwoCircles() {
        int length = 50_000;
        List<Arc> arcs = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            arcs.add(plain(i, (i + 1) % length));
        }
        arcs.add(plain(length / 2, 0));
        assertThat(StrongCycles.of(length, arcs, unguarded(arcs)))
                .extracting(cycle -> cycle.length)
                .containsExactly(length / 2 + 1, length);
    }

    @Test
    void aDenseTangleIsNotEnumerated() {
        int vertices = 60;
        List<Arc> arcs = new ArrayList<>();
        for (int from = 0; from < vertices; from++) {
            for (int to = 0; to < vertices; to++) {
                if (from != to) {
                    arcs.add(plain(from, to));
                }
            }
        }
        assertThat(StrongCycles.of(vertices, arcs, unguarded(arcs)))
                .hasSize(vertices * (vertices - 1) / 2)
                .allMatch(cycle -> cycle.length == 2);
    }

    @Test
    void whereThereAreTooManyTheShortestAreFound() {
        for (long seed = 0; seed < 200; seed++) {
            List<Arc> arcs = random(6, new Random(seed));
            BruteForce oracle = new BruteForce(arcs);
            StrongCycles hurried = StrongCycles.in(6, arcs, arc -> NONE, 1);
            OptionalInt shortest = OptionalInt.empty();
            for (int arc = 0; arc < arcs.size(); arc++) {
                OptionalInt through = oracle.shortestThrough(arc);
                if (through.isPresent()
                        && (shortest.isEmpty() || through.getAsInt() < shortest.getAsInt())) {
                    shortest = through;
                }
            }
            assertThat(hurried.circles()).as("seed %d", seed).allMatch(oracle::isStrong);
            assertThat(hurried.circles().isEmpty()).isEqualTo(shortest.isEmpty());
        }
    }

    @Test
    void aMillionEdgesOfFiftyThousandLocksAreJudgedWithinTheEffort() {
        Random random = new Random(11);
        int vertices = 50_000;
        List<Arc> arcs = new ArrayList<>();
        while (arcs.size() < 1_000_000) {
            int from = random.nextInt(vertices);
            int to = random.nextInt(vertices);
            if (from < to) {
                arcs.add(plain(from, to));
            }
        }
        assertThat(StrongCycles.in(vertices, arcs, arc -> NONE, 1).circles()).isEmpty();
        arcs.add(plain(arcs.get(0).to(), arcs.get(0).from()));
        StrongCycles found = StrongCycles.in(vertices, arcs, arc -> NONE, 1L << 23);
        assertThat(found.circles().get(0)).containsExactly(0, 1_000_000);
    }

    @Test
    void randomEdgesThatTieAllLocksTogetherAreJudgedByTheShortestCircles() {
        Random random = new Random(12);
        int vertices = 50_000;
        List<Arc> arcs = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            int from = random.nextInt(vertices);
            arcs.add(plain(from, (from + 1 + random.nextInt(vertices - 1)) % vertices));
        }
        StrongCycles found = StrongCycles.in(vertices, arcs, arc -> NONE, 1L << 23);
        assertThat(found.arcsOfTooManyCircles().cardinality()).isGreaterThan(290_000);
        assertThat(found.circles()).isNotEmpty();
        assertThat(found.circles().get(0).length).isLessThanOrEqualTo(3);
    }

    @Test
    void allCyclesByTryingAreThoseOfAnotherAlgorithm() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Arc> arcs = new ArrayList<>();
            Graph<Integer, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
            for (int vertex = 0; vertex < 6; vertex++) {
                graph.addVertex(vertex);
            }
            for (Arc arc : random(6, random)) {
                Arc plain = plain(arc.from(), arc.to());
                if (!arcs.contains(plain)) {
                    arcs.add(plain);
                    graph.addEdge(plain.from(), plain.to());
                }
            }
            BruteForce oracle = new BruteForce(arcs);
            long byTrying = 0;
            for (int arc = 0; arc < arcs.size(); arc++) {
                int first = arc;
                byTrying +=
                        oracle.cyclesThrough(arc).stream()
                                .filter(cycle -> Arrays.stream(cycle).min().getAsInt() == first)
                                .count();
            }
            assertThat(byTrying)
                    .as("seed %d", seed)
                    .isEqualTo(new JohnsonSimpleCycles<>(graph).findSimpleCycles().size());
        }
    }

    @Test
    void behindAGuardedCircleTheUnguardedOneIsFoundToo() {
        Guards gate = Guards.of(0, List.of(new LockInstance("gate", 1)));
        List<Arc> arcs = List.of(plain(0, 1), plain(1, 0), plain(1, 2), plain(2, 0));
        List<int[]> cycles = StrongCycles.of(3, arcs, List.of(gate, gate, gate, NONE));
        assertThat(cycles).extracting(Arrays::toString).containsExactly("[0, 1]", "[0, 2, 3]");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void everyArcOnAnUnguardedCircleIsOnAnUnguardedOneThatIsFound(int vertices) {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed * 37 + vertices);
            List<Arc> arcs = random(vertices, random);
            List<Guards> guards = new ArrayList<>();
            arcs.forEach(arc -> guards.add(randomGuards(random)));
            BruteForce oracle = new BruteForce(arcs);
            List<int[]> found = StrongCycles.of(vertices, arcs, guards);
            for (int arc = 0; arc < arcs.size(); arc++) {
                int each = arc;
                assertThat(found.stream().anyMatch(cycle -> isOn(each, cycle, guards)))
                        .as("arc %d, seed %d, %d locks: %s %s", arc, seed, vertices, arcs, guards)
                        .isEqualTo(
                                oracle.cyclesThrough(arc).stream()
                                        .anyMatch(cycle -> isOn(each, cycle, guards)));
            }
        }
    }

    private static boolean isOn(int arc, int[] cycle, List<Guards> guards) {
        Guards held = guards.get(cycle[0]);
        for (int each : cycle) {
            held = held.and(guards.get(each));
        }
        return held.guard().isEmpty() && Arrays.stream(cycle).anyMatch(each -> each == arc);
    }

    private static Guards randomGuards(Random random) {
        List<LockInstance> held = new ArrayList<>();
        for (int lock = 1; lock <= 3; lock++) {
            if (random.nextInt(3) > 0) {
                held.add(new LockInstance("gate" + lock % 2, lock));
            }
        }
        return Guards.of(0, held);
    }

    @Test
    void theOrderOfTheArcsDoesNotDecideWhatIsFound() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<Arc> arcs = random(6, random);
            List<Arc> shuffled = new ArrayList<>(arcs);
            Collections.shuffle(shuffled, random);
            assertThat(lengths(shuffled)).as("seed %d", seed).isEqualTo(lengths(arcs));
        }
    }

    /** For each arc, sorted, the length of its shortest circle. */
    private static List<String> lengths(List<Arc> arcs) {
        List<int[]> found = StrongCycles.of(6, arcs, unguarded(arcs));
        List<String> lengths = new ArrayList<>();
        for (int arc = 0; arc < arcs.size(); arc++) {
            lengths.add(arcs.get(arc) + " " + shortest(found, arc));
        }
        Collections.sort(lengths);
        return lengths;
    }

    private static OptionalInt shortest(List<int[]> cycles, int arc) {
        return cycles.stream()
                .filter(cycle -> Arrays.stream(cycle).anyMatch(each -> each == arc))
                .mapToInt(cycle -> cycle.length)
                .min();
    }

    private static boolean isSimple(List<Arc> arcs, int[] cycle) {
        return Arrays.stream(cycle).map(arc -> arcs.get(arc).from()).distinct().count()
                == cycle.length;
    }

    private static List<Arc> random(int vertices, Random random) {
        List<Arc> arcs = new ArrayList<>();
        int count = random.nextInt(2 * vertices + 1);
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(vertices);
            int to = (from + 1 + random.nextInt(vertices - 1)) % vertices;
            Arc arc = new Arc(from, to, random.nextBoolean(), random.nextBoolean());
            if (!arcs.contains(arc)) {
                arcs.add(arc);
            }
        }
        return arcs;
    }

    private static List<String> cycles(int vertices, Arc... arcs) {
        return StrongCycles.of(vertices, List.of(arcs), unguarded(List.of(arcs))).stream()
                .map(Arrays::toString)
                .toList();
    }

    private static Arc plain(int from, int to) {
        return new Arc(from, to, false, false);
    }

    private static List<Guards> unguarded(List<Arc> arcs) {
        return Collections.nCopies(arcs.size(), NONE);
    }
}
