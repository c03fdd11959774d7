package org.lockreplay.lockorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.story.Lock;
import org.lockreplay.story.TraceStory;

/** Shortest strong paths, against the enumeration of all walks on small random graphs. */
class StrongPathsTest {

    private static final int CLASSES = 6;

    @Test
    void theShortestPathsAreThoseOfTheEnumeration() {
        int expected = 0;
        int missed = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            LockOrderGraph graph = graph(random);
            boolean afterReader = random.nextBoolean();
            StrongPaths.End end = (name, recursive) -> !recursive || name.compareTo("lock3") < 0;
            Map<String, Integer> shortest = new TreeMap<>();
            enumerate(graph.edges(), "lock0", afterReader, end, new ArrayList<>(), shortest);
            Map<String, Integer> found = new TreeMap<>();
            graph.paths(name -> !name.equals("lock5"))
                    .from("lock0", afterReader, end)
                    .forEach((to, path) -> found.put(to, path.edges().size()));
            expected += shortest.size();
            missed += shortest.size() - found.size();
            assertThat(shortest).as("seed %d", seed).containsAllEntriesOf(found);
        }
        // A walk that is shorter but passes a class twice may hide a path; it passes a circle.
        assertThat(missed).isLessThan(expected / 500);
        assertThat(expected).isGreaterThan(1_000);
    }

    private static void enumerate(
            List<LockOrderEdge> edges,
            String at,
            boolean recursive,
            StrongPaths.End end,
            List<String> visited,
            Map<String, Integer> shortest) {
        visited.add(at);
        for (LockOrderEdge edge : edges) {
            boolean passable = !edge.inner().equals("lock5") && !visited.contains(edge.inner());
            if (edge.outer().equals(at) && passable && !(recursive && edge.shared())) {
                if (end.test(edge.inner(), edge.recursive())) {
                    shortest.merge(edge.inner(), visited.size(), Math::min);
                }
                enumerate(edges, edge.inner(), edge.recursive(), end, visited, shortest);
            }
        }
        visited.remove(visited.size() - 1);
    }

    private static LockOrderGraph graph(Random random) {
        TraceStory story = new TraceStory("a");
        int edges = 3 + random.nextInt(10);
        for (int i = 0; i < edges; i++) {
            story.inContext(random.nextBoolean() ? "d.h1." : "...1.");
            story.nest(lock(random), lock(random));
        }
        return new LockOrderGraph(story.summary(), LockTypes.shipped());
    }

    private static Lock lock(Random random) {
        int number = random.nextInt(CLASSES);
        return random.nextBoolean()
                ? Lock.read("lock" + number, number)
                : Lock.write("lock" + number, number);
    }
}
