/**
 * JSON texts read with their places and written byte for byte the same every time.
 *
 * <p>Start at {@link org.lockreplay.json.JsonReader}. Only the streaming part of Jackson is used:
 * it starts in a few milliseconds, and the shipped knowledge is read on every run.
 */
package org.lockreplay.json;
