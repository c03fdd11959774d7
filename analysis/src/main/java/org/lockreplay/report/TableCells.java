package org.lockreplay.report;

import org.apache.commons.csv.CSVFormat;
import org.lockreplay.text.VisibleText;

/** How tables are written as CSV: RFC 4180 with line feeds, and no cell that is a formula. */
public final class TableCells {

    public static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    /** The full-width forms too, which some spreadsheets take for the same. */
    private static final String STARTS_A_FORMULA = "=+-@'\uff1d\uff0b\uff0d\uff20";

    private TableCells() {}

    /**
     * Text from a trace, everything invisible spelled out; with a {@code '} in front where a
     * spreadsheet would take it for a formula, or where it begins with one.
     */
    public static String guarded(String text) {
        String visible = VisibleText.of(text);
        boolean guard = !visible.isEmpty() && STARTS_A_FORMULA.indexOf(visible.charAt(0)) >= 0;
        return guard ? "'" + visible : visible;
    }
}
