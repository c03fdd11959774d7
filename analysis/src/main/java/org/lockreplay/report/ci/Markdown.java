package org.lockreplay.report.ci;

import java.util.List;
import org.lockreplay.text.VisibleText;

/**
 * GitHub's Markdown, growing downwards, in which text from a trace is only ever shown.
 *
 * <p>Such text stands in code spans, in fenced blocks or in HTML's {@code code}: nothing in there
 * is markup, a link, a mention or the number of an issue.
 */
final class Markdown {

    private static final int SHORTEST_FENCE = 3;

    private final StringBuilder text = new StringBuilder();
    private final int most;

    /**
     * @param most how many characters there may be
     */
    Markdown(int most) {
        this.most = most;
    }

    /** Whether something of this length still fits. */
    boolean fits(int length) {
        return text.length() + length <= most;
    }

    Markdown line(String line) {
        text.append(line).append('\n');
        return this;
    }

    Markdown blank() {
        return line("");
    }

    /** Cells are Markdown already. */
    Markdown row(List<String> cells) {
        return line("| " + String.join(" | ", cells) + " |");
    }

    Markdown tableHead(List<String> titles) {
        return row(titles).line("|" + " --- |".repeat(titles.size()));
    }

    /** A part that opens when it is clicked on; end it with {@link #endDetails}. */
    Markdown details(String summaryInHtml) {
        return line("<details><summary>" + summaryInHtml + "</summary>").blank();
    }

    Markdown endDetails() {
        return blank().line("</details>").blank();
    }

    /** Lines as they are; they may hold anything but control characters. */
    Markdown block(String lines) {
        String fence = "`".repeat(Math.max(SHORTEST_FENCE, longestRun(lines) + 1));
        return line(fence + "text").line(lines.stripTrailing()).line(fence);
    }

    /** Text in a code span inside a table, where a bar would end the cell. */
    static String cell(String fromTrace) {
        return code(fromTrace).replace("|", "\\|");
    }

    /** Text in a code span. */
    static String code(String fromTrace) {
        String visible = VisibleText.brief(fromTrace);
        if (visible.isBlank()) {
            return "<code>" + " ".repeat(visible.length()) + "</code>";
        }
        String fence = "`".repeat(longestRun(visible) + 1);
        boolean touches = visible.startsWith("`") || visible.endsWith("`");
        String pad = touches || fence.length() > 1 ? " " : "";
        return fence + pad + visible + pad + fence;
    }

    /** The same where Markdown is not read, as in a summary. */
    static String htmlCode(String fromTrace) {
        return "<code>"
                + VisibleText.brief(fromTrace)
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                + "</code>";
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
