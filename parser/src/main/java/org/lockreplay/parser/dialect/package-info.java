/**
 * Dialects: what events mean that stock kernels do not have, or that a kprobe made.
 *
 * <p>Start at {@link org.lockreplay.parser.dialect.Dialects}, which the parser asks for the meaning
 * of a name; {@link org.lockreplay.parser.dialect.DialectFile} reads one from JSON. All of it is
 * immutable, and none of it is asked twice for one name.
 */
package org.lockreplay.parser.dialect;
