/**
 * The command line: options, exit status, and the wiring of everything else. Computes nothing.
 *
 * <p>Start at {@link org.lockreplay.cli.Lockreplay}, which builds the commands.
 */
package org.lockreplay.cli;
