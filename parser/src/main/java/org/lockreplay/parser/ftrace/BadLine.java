package org.lockreplay.parser.ftrace;

/**
 * A line of a chunk that could not be read.
 *
 * @param line from 0 at the start of the chunk
 * @param column from 1, in bytes
 * @param expected what should have stood there, in words
 * @param found the first bytes of what stands there
 */
public record BadLine(int line, int column, String expected, String found) {}
