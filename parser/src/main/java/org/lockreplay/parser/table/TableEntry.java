package org.lockreplay.parser.table;

/** What one line of a table is. */
public sealed interface TableEntry permits Row, TableEntry.Bad, TableEntry.Blank {

    /**
     * A line that is no row.
     *
     * @param column where, from 1: in bytes for JSON, the number of the cell for CSV
     * @param expected what should have stood there, in words
     * @param found what stands there
     */
    record Bad(int column, String expected, String found) implements TableEntry {}

    /** A line without anything on it. */
    record Blank() implements TableEntry {}
}
