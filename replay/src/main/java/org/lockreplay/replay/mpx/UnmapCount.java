package org.lockreplay.replay.mpx;

/**
 * How many unmaps of managed address spaces came by one path.
 *
 * @param path the label of an {@link UnmapPath}
 * @param unmaps all of them
 * @param bracketed those inside a bracket: PRE_UNMAP where that is traced, else a write section of
 *     bd_sem, else a search
 * @param unbracketed those that were certainly not, and certainly hit memory
 */
public record UnmapCount(String path, long unmaps, long bracketed, long unbracketed) {

    /** Those of both, which are of one path. */
    public UnmapCount plus(UnmapCount other) {
        return new UnmapCount(
                path,
                unmaps + other.unmaps,
                bracketed + other.bracketed,
                unbracketed + other.unbracketed);
    }

    /** Those of which the trace does not tell. */
    public long unknown() {
        return unmaps - bracketed - unbracketed;
    }
}
