package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.replay.mm.MemoryState;
import org.lockreplay.replay.mm.SpaceInfo;
import org.lockreplay.replay.mm.SpaceOrigin;
import org.lockreplay.replay.mpx.DirectoryState;
import org.lockreplay.replay.mpx.Management;

/** What a trace does not tell of an address space, and why: a sentence each. */
final class Unknowns {

    private Unknowns() {}

    static List<String> of(DirectoryState state) {
        List<String> unknown = new ArrayList<>();
        if (!state.complete()) {
            unknown.add(
                    "of entries that are not listed, since "
                            + (state.origin() == SpaceOrigin.FIRST_SEEN
                                    ? "the address space was there before the trace, or what made"
                                            + " it is missing"
                                    : "events are missing, or a table came into an entry that the"
                                            + " trace does not name"));
        }
        if (state.managed() == Management.UNKNOWN) {
            unknown.add("whether the kernel manages the tables: no prctl shows it");
        }
        if (state.directory().isEmpty()) {
            unknown.add("where the directory is: no bounds exception shows it");
        }
        if (state.hashed()) {
            unknown.add(
                    "where tables are, and which addresses violations used: the kernel printed"
                            + " hashes of them, which can be equal or not and tell nothing more");
        }
        if (state.tables().maybeFreed() > 0) {
            unknown.add(
                    "whether "
                            + Words.counted(state.tables().maybeFreed(), "table")
                            + " of maybe freed entries "
                            + (state.tables().maybeFreed() == 1 ? "is" : "are")
                            + " still there");
        }
        long misplaced = state.activity().misplaced();
        long withoutException = state.tables().unplaced() - misplaced;
        if (withoutException > 0) {
            unknown.add(
                    "into which entries "
                            + Words.counted(withoutException, "new table")
                            + " went: the exceptions before are missing");
        }
        if (misplaced > 0) {
            unknown.add(
                    "into which entries "
                            + Words.counted(misplaced, "new table")
                            + " went: the address in the exception before is outside the directory"
                            + " or between two entries");
        }
        if (state.activity().unanswered() > 0) {
            boolean never = state.tables().allocated() + state.tables().unplaced() == 0;
            unknown.add(
                    "whether "
                            + Words.counted(state.activity().unanswered(), "exception")
                            + " for a missing table got one: "
                            + (never
                                    ? "there is no mpx_new_bounds_table, which must be recorded,"
                                            + " and which kernels before 4.2 do not have"
                                    : "no mpx_new_bounds_table of the same task follows"));
        }
        unknown.addAll(of(state.space()));
        return unknown;
    }

    static List<String> of(MemoryState memory) {
        List<String> unknown = new ArrayList<>();
        if (!memory.space().whole()) {
            unknown.add("what was mapped before, or while events are missing");
        } else if (memory.space().origin() == SpaceOrigin.EXEC) {
            unknown.add("what exec itself mapped: the program, its stack, the vdso");
        }
        unknown.addAll(of(memory.space()));
        return unknown;
    }

    private static List<String> of(SpaceInfo space) {
        List<String> unknown = new ArrayList<>();
        if (space.doubtful()) {
            unknown.add(
                    "which tasks share the address space: the fork that made it, the flags of its"
                            + " clone, or events since are not in the trace");
        }
        if (space.unreadCalls() > 0) {
            unknown.add(
                    "what "
                            + Words.counted(space.unreadCalls(), "system call")
                            + " did: no exec, fork or result before tells whether the numbers are"
                            + " those of 32 or of 64 bits");
        }
        return unknown;
    }
}
