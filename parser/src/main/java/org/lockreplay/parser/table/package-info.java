/**
 * Events as rows of a table: the tool's own CSV columns and JSON Lines, written and read back to
 * the same events.
 *
 * <p>Start at {@link org.lockreplay.parser.table.Row}, which says what the columns are.
 */
package org.lockreplay.parser.table;
