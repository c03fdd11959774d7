package org.lockreplay.lockorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.junit.jupiter.api.Test;

class ComponentsTest {

    @Test
    void smallGraphsHaveTheComponentsThatAnotherAlgorithmFinds() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Edges edges = new Edges(1 + random.nextInt(12));
            int count = random.nextInt(30);
            for (int i = 0; i < count; i++) {
                edges.add(random.nextInt(edges.vertices), random.nextInt(edges.vertices));
            }
            assertThat(edges.components()).as("seed %d", seed).isEqualTo(edges.byJGraphT());
        }
    }

    /** An order with a few edges against it, as lock orders are: circles come late, one by one. */
    @Test
    void aHundredThousandRandomEdgesInsertedOneAfterTheOther() {
        Random random = new Random(42);
        Edges edges = new Edges(3000);
        for (int inserted = 1; inserted <= 100_000; inserted++) {
            int one = random.nextInt(edges.vertices);
            int other = random.nextInt(edges.vertices);
            boolean against = random.nextInt(2000) == 0;
            edges.add(
                    against ? Math.max(one, other) : Math.min(one, other),
                    against ? Math.min(one, other) : Math.max(one, other));
            if (inserted % 10_000 == 0) {
                assertThat(edges.components())
                        .as("%d edges", inserted)
                        .isEqualTo(edges.byJGraphT());
            }
        }
    }

    @Test
    void aChainOfAMillionNeedsNoStack() {
        Edges edges = new Edges(1_000_000);
        for (int vertex = 0; vertex + 1 < edges.vertices; vertex++) {
            edges.add(vertex, vertex + 1);
        }
        assertThat(edges.numbers()).doesNotHaveDuplicates();
        edges.add(edges.vertices - 1, 0);
        assertThat(edges.numbers()).containsOnly(0);
    }

    private static final class Edges {

        private final int vertices;
        private final List<int[]> list = new ArrayList<>();

        Edges(int vertices) {
            this.vertices = vertices;
        }

        void add(int from, int to) {
            list.add(new int[] {from, to});
        }

        int[] numbers() {
            int[] count = new int[vertices];
            list.forEach(edge -> count[edge[0]]++);
            int[][] out = new int[vertices][];
            for (int vertex = 0; vertex < vertices; vertex++) {
                out[vertex] = new int[count[vertex]];
            }
            int[] to = new int[list.size()];
            for (int i = 0; i < to.length; i++) {
                int from = list.get(i)[0];
                out[from][--count[from]] = i;
                to[i] = list.get(i)[1];
            }
            return Components.of(out, to);
        }

        Set<Set<Integer>> components() {
            List<Integer> all = new ArrayList<>();
            for (int vertex = 0; vertex < vertices; vertex++) {
                all.add(vertex);
            }
            int[] numbers = numbers();
            return Set.copyOf(
                    all.stream()
                            .collect(Collectors.groupingBy(v -> numbers[v], Collectors.toSet()))
                            .values());
        }

        Set<Set<Integer>> byJGraphT() {
            Graph<Integer, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
            for (int vertex = 0; vertex < vertices; vertex++) {
                graph.addVertex(vertex);
            }
            for (int[] edge : list) {
                graph.addEdge(edge[0], edge[1]);
            }
            return Set.copyOf(
                    new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets());
        }
    }
}
