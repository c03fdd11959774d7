package org.lockreplay.json;

import java.util.Comparator;
import java.util.List;

/** The name that somebody most likely meant: the one of the fewest slips (Levenshtein). */
final class NearestName {

    private NearestName() {}

    /**
     * @param known at least one; the first of equally near ones is the answer
     */
    static String to(String name, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> slips(name, candidate)))
                .orElseThrow();
    }

    private static int slips(String name, String meant) {
        int[] row = new int[meant.length() + 1];
        for (int i = 0; i < row.length; i++) {
            row[i] = i;
        }
        for (int i = 1; i <= name.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int same = name.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1;
                int best = Math.min(diagonal + same, Math.min(row[j], row[j - 1]) + 1);
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[meant.length()];
    }
}
