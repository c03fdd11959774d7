package org.lockreplay.replay.mpx;

/**
 * Where the write sections of {@code mmap_sem} of one call lie: inside a section of {@code bd_sem},
 * or beside it.
 *
 * <p>Memory is unmapped in such a section. So is a table by the clean-up: a section that removes
 * tables does not tell where the memory went. Not thread-safe.
 */
final class UnmapSections {

    private enum Place {
        NONE,
        INSIDE,
        BESIDE,
        /** One begins or ends in the middle of the other. */
        ACROSS
    }

    private Place going = Place.NONE;
    private boolean removes;
    private boolean beside;
    private boolean elsewhere;

    /** The task asks for one of the two; {@code underBdSem} if it has {@code bd_sem} already. */
    void taken(Held taken, boolean underBdSem) {
        if (taken.bdSem()) {
            going = going == Place.BESIDE ? Place.ACROSS : going;
        } else if (taken.mode() == Hold.WRITE) {
            // one that goes on did not end as far as the trace tells
            elsewhere |= going != Place.NONE;
            going = underBdSem ? Place.INSIDE : Place.BESIDE;
            removes = false;
        }
    }

    /** The task gives up one of the two. */
    void released(Held released) {
        if (released.bdSem()) {
            going = going == Place.INSIDE ? Place.ACROSS : going;
        } else if (released.mode() == Hold.WRITE) {
            beside |= going == Place.BESIDE && !removes;
            elsewhere |= going == Place.ACROSS || (going == Place.INSIDE && !removes);
            going = Place.NONE;
        }
    }

    /** The task removes a table. */
    void removed() {
        removes = true;
    }

    /** Whether memory can only have been unmapped beside {@code bd_sem}. */
    boolean onlyBeside() {
        return beside && !elsewhere && going == Place.NONE;
    }

    void clear() {
        going = Place.NONE;
        removes = false;
        beside = false;
        elsewhere = false;
    }
}
