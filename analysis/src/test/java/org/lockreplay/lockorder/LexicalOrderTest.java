package org.lockreplay.lockorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LexicalOrderTest {

    @Test
    void everyRotationOfACircleBeginsAtTheSamePlace() {
        for (long seed = 0; seed < 500; seed++) {
            List<String> circle = random(new Random(seed));
            List<String> least = rotated(circle, LexicalOrder.leastRotation(circle));
            for (int by = 0; by < circle.size(); by++) {
                List<String> other = rotated(circle, by);
                assertThat(LexicalOrder.OF_LISTS.compare(least, other))
                        .as("seed %d: %s", seed, circle)
                        .isLessThanOrEqualTo(0);
                assertThat(rotated(other, LexicalOrder.leastRotation(other))).isEqualTo(least);
            }
        }
    }

    @Test
    void aBeginningComesBeforeTheWhole() {
        assertThat(LexicalOrder.OF_LISTS.compare(List.of("a"), List.of("a", "b"))).isNegative();
    }

    private static List<String> random(Random random) {
        List<String> names = new ArrayList<>();
        int size = 1 + random.nextInt(7);
        for (int i = 0; i < size; i++) {
            names.add(Character.toString('a' + random.nextInt(3)));
        }
        return names;
    }

    private static List<String> rotated(List<String> circle, int by) {
        List<String> rotated = new ArrayList<>(circle);
        Collections.rotate(rotated, -by);
        return rotated;
    }
}
