/**
 * A lock protocol as a file: locks, operations as steps, what is claimed of them, and variants.
 *
 * <p>Start at {@link org.lockreplay.protocol.file.Protocol}. The form is described in {@code
 * docs/protocols.md}.
 */
package org.lockreplay.protocol.file;
