package org.lockreplay.lockorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lockreplay.replay.lock.LockInstance;

class BreakingTest {

    private static final Guards NONE = Guards.of(0, List.of());

    @Test
    void ofTwoOrdersTheRarerOneIsTurned() {
        List<Arc> arcs = List.of(arc(0, 1), arc(1, 0), arc(1, 2), arc(2, 0));
        Breaking.Result result = breaking(arcs, NONE, 9, 2, 1, 1);
        assertThat(result.exact()).isTrue();
        assertThat(result.arcs()).containsExactly(0);
        assertThat(breaking(arcs.subList(0, 2), NONE, 9, 2).arcs()).containsExactly(1);
    }

    @Test
    void modesOfOnePairAreTurnedTogether() {
        List<Arc> arcs = List.of(arc(0, 1), new Arc(0, 1, true, false), arc(1, 0));
        assertThat(breaking(arcs, NONE, 1, 1, 3).arcs()).containsExactly(0);
    }

    @Test
    void guardedCirclesNeedNoBreaking() {
        Guards gate = Guards.of(0, List.of(new LockInstance("gate", 1)));
        List<Arc> arcs = List.of(arc(0, 1), arc(1, 0));
        assertThat(breaking(arcs, gate, 1, 1).arcs()).isEmpty();
    }

    @Test
    void theSetIsAsSmallAsTheSmallestThatTryingAllFinds() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int vertices = 2 + random.nextInt(4);
            List<Arc> arcs = new ArrayList<>();
            int count = random.nextInt(3 * vertices);
            for (int i = 0; i < count; i++) {
                int from = random.nextInt(vertices);
                int to = (from + 1 + random.nextInt(vertices - 1)) % vertices;
                Arc arc = new Arc(from, to, random.nextBoolean(), random.nextInt(3) == 0);
                if (!arcs.contains(arc)) {
                    arcs.add(arc);
                }
            }
            Breaking.Result result = breaking(arcs, NONE, new long[arcs.size()]);
            assertThat(result.exact()).as("seed %d", seed).isTrue();
            assertThat(result.arcs())
                    .as("seed %d: %s", seed, arcs)
                    .hasSize(smallest(vertices, arcs));
            assertThat(without(vertices, arcs, pairs(arcs, result.arcs())))
                    .as("seed %d: %s", seed, arcs)
                    .isEmpty();
        }
    }

    @Test
    void reversingTheSetLeavesNoCircle() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int vertices = 3 + random.nextInt(4);
            Set<List<Integer>> pairs = new HashSet<>();
            for (int i = 0; i < 3 * vertices; i++) {
                int from = random.nextInt(vertices);
                pairs.add(List.of(from, (from + 1 + random.nextInt(vertices - 1)) % vertices));
            }
            List<Arc> arcs = pairs.stream().map(pair -> arc(pair.get(0), pair.get(1))).toList();
            Breaking.Result result = breaking(arcs, NONE, new long[arcs.size()]);
            List<Arc> turned = new ArrayList<>(arcs);
            for (int arc : result.arcs()) {
                turned.set(arc, arc(arcs.get(arc).to(), arcs.get(arc).from()));
            }
            assertThat(StrongCycles.of(vertices, turned, none(turned)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void aLargeKnotIsBrokenByAGoodSet() {
        int vertices = 200;
        List<Arc> arcs = new ArrayList<>();
        for (int from = 0; from < vertices; from++) {
            for (int to = 0; to < vertices; to++) {
                if (from != to) {
                    arcs.add(arc(from, to));
                }
            }
        }
        Breaking.Result result = breaking(arcs, NONE, new long[arcs.size()]);
        assertThat(result.exact()).isFalse();
        assertThat(result.arcs()).hasSize(vertices * (vertices - 1) / 2);
        assertThat(without(vertices, arcs, pairs(arcs, result.arcs()))).isEmpty();
    }

    @Test
    void aSetThatIsNotCalledSmallestBreaksAllTheSame() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int vertices = 2 + random.nextInt(5);
            List<Arc> arcs = new ArrayList<>();
            for (int i = 0; i < 3 * vertices; i++) {
                int from = random.nextInt(vertices);
                int to = (from + 1 + random.nextInt(vertices - 1)) % vertices;
                Arc arc = new Arc(from, to, random.nextBoolean(), random.nextInt(3) == 0);
                if (!arcs.contains(arc)) {
                    arcs.add(arc);
                }
            }
            List<int[]> circles = StrongCycles.of(vertices, arcs, none(arcs));
            Breaking.Result result = Breaking.of(arcs, arc -> NONE, arc -> 1, circles, false);
            assertThat(result.exact()).isFalse();
            assertThat(without(vertices, arcs, pairs(arcs, result.arcs())))
                    .as("seed %d: %s", seed, arcs)
                    .isEmpty();
            assertThat(result.arcs().size())
                    .as("seed %d: %s", seed, arcs)
                    .isGreaterThanOrEqualTo(smallest(vertices, arcs));
        }
    }

    @Test
    void aHeapGivesItsNumbersInOrder() {
        Random random = new Random(11);
        LongHeap heap = new LongHeap();
        PriorityQueue<Long> expected = new PriorityQueue<>();
        for (int i = 0; i < 20_000; i++) {
            if (expected.isEmpty() || random.nextInt(3) > 0) {
                long number = random.nextInt(1000) - 500L << random.nextInt(40);
                heap.add(number);
                expected.add(number);
            } else {
                assertThat(heap.removeLeast()).isEqualTo(expected.remove());
            }
        }
    }

    @Test
    void theOrderOfAGraphWithoutCirclesHasNothingAgainstIt() {
        Random random = new Random(5);
        int vertices = 500;
        int[] from = new int[5000];
        int[] to = new int[5000];
        for (int i = 0; i < from.length; i++) {
            from[i] = random.nextInt(vertices - 1);
            to[i] = from[i] + 1 + random.nextInt(vertices - from[i] - 1);
        }
        int[] place = VertexOrder.of(vertices, from, to);
        for (int i = 0; i < from.length; i++) {
            assertThat(place[from[i]]).isLessThan(place[to[i]]);
        }
        assertThat(place).doesNotHaveDuplicates();
    }

    private static int smallest(int vertices, List<Arc> arcs) {
        List<List<Integer>> all =
                arcs.stream().map(arc -> List.of(arc.from(), arc.to())).distinct().toList();
        int smallest = all.size();
        for (int chosen = 0; chosen < 1 << all.size(); chosen++) {
            if (Integer.bitCount(chosen) < smallest) {
                Set<List<Integer>> gone = new HashSet<>();
                for (int i = 0; i < all.size(); i++) {
                    if ((chosen >> i & 1) != 0) {
                        gone.add(all.get(i));
                    }
                }
                if (without(vertices, arcs, gone).isEmpty()) {
                    smallest = Integer.bitCount(chosen);
                }
            }
        }
        return smallest;
    }

    private static Set<List<Integer>> pairs(List<Arc> arcs, List<Integer> chosen) {
        Set<List<Integer>> pairs = new HashSet<>();
        chosen.forEach(arc -> pairs.add(List.of(arcs.get(arc).from(), arcs.get(arc).to())));
        return pairs;
    }

    private static List<int[]> without(int vertices, List<Arc> arcs, Set<List<Integer>> gone) {
        List<Arc> left =
                arcs.stream().filter(arc -> !gone.contains(List.of(arc.from(), arc.to()))).toList();
        return StrongCycles.of(vertices, left, none(left));
    }

    private static Breaking.Result breaking(List<Arc> arcs, Guards guards, long... counts) {
        List<int[]> circles =
                guards.guard().isPresent() ? List.of() : StrongCycles.of(10_000, arcs, none(arcs));
        return Breaking.of(arcs, arc -> guards, arc -> counts[arc], circles, true);
    }

    private static List<Guards> none(List<Arc> arcs) {
        return Collections.nCopies(arcs.size(), NONE);
    }

    private static Arc arc(int from, int to) {
        return new Arc(from, to, false, false);
    }

    @Test
    void aHittingSetIsTheLightestThatTryingAllFinds() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int elements = 2 + random.nextInt(7);
            long[] weights = random.longs(elements, 1, 9).toArray();
            List<BitSet> sets = new ArrayList<>();
            int count = random.nextInt(8);
            for (int i = 0; i < count; i++) {
                BitSet set = new BitSet();
                set.set(random.nextInt(elements));
                set.set(random.nextInt(elements));
                sets.add(set);
            }
            long lightest = Long.MAX_VALUE;
            for (int chosen = 0; chosen < 1 << elements; chosen++) {
                BitSet bits = BitSet.valueOf(new long[] {chosen});
                if (sets.stream().allMatch(bits::intersects)) {
                    lightest = Math.min(lightest, weight(bits, weights));
                }
            }
            BitSet found = HittingSet.lightest(sets, weights, 1_000_000).orElseThrow();
            assertThat(sets).as("seed %d", seed).allMatch(found::intersects);
            assertThat(weight(found, weights)).as("seed %d", seed).isEqualTo(lightest);
        }
    }

    private static long weight(BitSet set, long[] weights) {
        return set.stream().mapToLong(element -> weights[element]).sum();
    }
}
