package org.lockreplay.report;

import java.util.List;

/** Lines of text that grow downwards. */
final class Page {

    private static final int WIDTH = 100;

    private final StringBuilder text = new StringBuilder();

    Page line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** Lines that are written already. */
    Page text(String lines) {
        text.append(lines);
        return this;
    }

    Page blank() {
        return line("");
    }

    /** A sentence, broken between words; lines after the first are indented like its text. */
    Page sentence(String mark, String sentence) {
        StringBuilder line = new StringBuilder(mark);
        int words = 0;
        for (String word : sentence.split(" ", -1)) {
            if (words > 0 && line.length() + 1 + word.length() > WIDTH) {
                line(line.toString());
                line = new StringBuilder(" ".repeat(mark.length()));
                words = 0;
            }
            line.append(words++ == 0 ? "" : " ").append(word);
        }
        return line(line.toString());
    }

    /** Rows of equal length; every column as wide as it must be, numbers to the right. */
    Page table(String indent, List<List<String>> rows) {
        int[] widths = new int[rows.isEmpty() ? 0 : rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < widths.length; i++) {
                String gap = " ".repeat(widths[i] - row.get(i).length());
                boolean toTheRight =
                        isNumber(row.get(i)) || isNumber(rows.get(rows.size() - 1).get(i));
                line.append(toTheRight ? gap + row.get(i) : row.get(i) + gap).append("  ");
            }
            line(line.toString().stripTrailing());
        }
        return this;
    }

    private static boolean isNumber(String cell) {
        return !cell.isEmpty() && cell.chars().allMatch(c -> Character.isDigit(c) || c == ',');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
