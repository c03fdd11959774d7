package org.lockreplay.protocol.file;

/** A lock that may be asked for while another is held, under a number and a name. */
public record AllowedNesting(
        int number,
        String name,
        String outer,
        LockMode outerMode,
        String inner,
        LockMode innerMode) {}
