package org.lockreplay.cli.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One row of an {@code index.tsv}: what lockdep said of a recording, and what the text shows. */
record Label(Map<String, String> columns) {

    private static final String NOTHING = "-";

    /** The rows of a file whose first line names the columns. */
    static List<Label> read(Path index) throws IOException {
        List<String> lines = Files.readAllLines(index);
        String[] names = lines.get(0).split("\t", -1);
        List<Label> labels = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split("\t", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], values[i]);
            }
            labels.add(new Label(row));
        }
        return labels;
    }

    String text(String column) {
        String text = columns.get(column);
        if (text == null) {
            throw new IllegalArgumentException("no column " + column + " in " + columns.keySet());
        }
        return text;
    }

    boolean yes(String column) {
        return text(column).equals("yes");
    }

    /** What is missing in the text; empty if nothing is. */
    List<String> hidden() {
        String hidden = text("hidden_info");
        return hidden.equals(NOTHING) ? List.of() : List.of(hidden.split(","));
    }

    boolean derivable() {
        return yes("verdict_derivable");
    }

    /** Whether lockdep complains where readers queue, as they do outside of its selftest. */
    boolean reported() {
        return columns.containsKey("lockdep_reported")
                ? yes("lockdep_reported")
                : yes("lockdep_if_queued_readers");
    }

    Kind kind() {
        return Kind.of(text("splat_kind"));
    }
}
