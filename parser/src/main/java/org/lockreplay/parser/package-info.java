/**
 * Bytes in, events out: opens a trace whatever its form and hands it on as {@link
 * org.lockreplay.event.EventBatch}es.
 *
 * <p>Start at {@link org.lockreplay.parser.TraceReader}.
 */
package org.lockreplay.parser;
