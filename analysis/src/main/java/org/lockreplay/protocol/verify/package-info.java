/**
 * All interleavings of a protocol's operations, and what they say about its properties.
 *
 * <p>Start at {@link org.lockreplay.protocol.verify.Verifier}.
 */
package org.lockreplay.protocol.verify;
