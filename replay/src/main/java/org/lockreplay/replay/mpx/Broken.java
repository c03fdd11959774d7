package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.Moment;

/**
 * An invariant of {@link MpxModel} that an effect broke.
 *
 * @param entry the index of the entry that it is about, if there is one
 * @param table its address, or the hash of it
 * @param since what it contradicts became so here
 */
public record Broken(Way way, OptionalLong entry, OptionalLong table, Moment since) {

    /** Something about the table of an entry. */
    static void add(List<Broken> broken, Way way, long entry, long table, Moment since) {
        broken.add(new Broken(way, OptionalLong.of(entry), OptionalLong.of(table), since));
    }

    /** Something about a table. */
    static void add(List<Broken> broken, Way way, long table, Moment since) {
        broken.add(new Broken(way, OptionalLong.empty(), OptionalLong.of(table), since));
    }
}
