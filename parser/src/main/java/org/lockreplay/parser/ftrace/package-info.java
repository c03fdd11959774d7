/**
 * Turns lines of ftrace text, in every spelling that tools print it in, into rows of a batch; the
 * only code that knows a column of such a line.
 *
 * <p>Start at {@link org.lockreplay.parser.ftrace.TextParser}. Format: {@code print_trace_line} and
 * its callees in kernel/trace/trace.c and trace_output.c, Linux 4.19 and 6.1; {@code trace-cmd
 * report} 3.1; {@code perf script} 6.1.
 */
package org.lockreplay.parser.ftrace;
