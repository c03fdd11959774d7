package org.lockreplay.check;

import java.util.List;
import org.lockreplay.replay.mpx.Way;

/** What people are told of broken rules on bounds tables: where they break, and what to do. */
final class MpxWords {

    private MpxWords() {}

    /** The beginning of a phrase that tells the operation or the call path. */
    static String where(String path) {
        return switch (path) {
            case "" -> "";
            case "violation" -> "handling a bounds violation, ";
            case "allocation" -> "allocating a table, ";
            case "removal" -> "removing tables in an unmap, ";
            case "enable" -> "in prctl(PR_MPX_ENABLE_MANAGEMENT), ";
            case "disable" -> "in prctl(PR_MPX_DISABLE_MANAGEMENT), ";
            default -> "by " + path + ", ";
        };
    }

    static List<String> advice(Way way, String path) {
        return switch (way) {
            case TABLE_UNMAPPED ->
                    List.of(
                            "The next use of this entry is a page fault in memory that is gone"
                                    + " (SIGSEGV, SEGV_MAPERR), or a write into what is mapped"
                                    + " there then.",
                            "Linux looks for no entry when the range holds a table (VM_MPX): a"
                                    + " kernel that wants to be safe clears the entry, or refuses"
                                    + " the unmap.");
            case TABLE_REMOVED ->
                    List.of("Clear the entry (cmpxchg to 0) before its table is unmapped.");
            case TABLE_MISSING -> List.of("Map the table before it goes into the entry.");
            case NOT_A_TABLE ->
                    List.of(
                            "The kernel took for a table what the entry named, and unmaps it: check"
                                    + " that it is mapped with VM_MPX before anything is done to"
                                    + " it.",
                            "The program wrote the entry itself; look at what it does to its"
                                    + " directory.");
            case ENTRY_OVERWRITTEN ->
                    List.of(
                            "Fill an entry by cmpxchg from 0, and free the table where that fails:"
                                    + " the table that stood there is lost.");
            case TABLE_SHARED ->
                    List.of("Each table belongs to one entry: two share their bounds otherwise.");
            case ZAPPED_FOREIGN ->
                    List.of(
                            "Read the entry of the memory that is unmapped, and zap the table that"
                                    + " it names; or the program wrote one table into two"
                                    + " entries.");
            case LOSER_KEPT ->
                    List.of(
                            "Where the cmpxchg finds the entry filled, unmap the table that was"
                                    + " made for it, by a plain unmap without the bracket.");
            case MEMORY_GONE ->
                    List.of(
                            "Clear the entry and free the table with the memory: what is mapped"
                                    + " there next is checked against bounds of what was there"
                                    + " before.");
            case MEMORY_GONE_UNMANAGED ->
                    List.of(
                            "After prctl(PR_MPX_DISABLE_MANAGEMENT) the program has to free its"
                                    + " tables itself.");
            case ORPHAN -> List.of("Remove the table whose entry was cleared, in the clean-up.");
            case MARKED_INSERTED ->
                    List.of(
                            "Keep allocations out with bd_sem held for write until the marked"
                                    + " tables are gone.");
            case MARKED_USED ->
                    List.of(
                            "A task that read the entry before it was cleared uses the table until"
                                    + " that is unmapped: remove it only when no such use is left,"
                                    + " or together with the memory.");
            case MARKED_TWICE ->
                    List.of("Count a table once, also if several entries of the range lead to it.");
            case REMOVED_UNMARKED ->
                    List.of("Remove what is marked and nothing else: bd_remove_vmas is off now.");
            case MARKS_LEFT ->
                    List.of(
                            "mpx_post_unmap has to remove every marked table before it releases"
                                    + " bd_sem; what is left is removed by the next unmap, or"
                                    + " never.");
            case NOT_HELD, WRONG_MODE ->
                    List.of(
                            switch (path) {
                                case "violation", "allocation" -> "Take bd_sem for read.";
                                default -> "Take bd_sem for write.";
                            });
            case FAULT_UNDER_WRITE ->
                    List.of(
                            "The task waits for itself: touch user memory before mmap_sem is taken"
                                    + " for write, or with page faults disabled.");
            case NO_BRACKET ->
                    List.of(
                            "Put mpx_pre_unmap before mmap_sem is taken and mpx_post_unmap behind"
                                    + " its release, on this path too.",
                            "The entries of this memory stay valid, and its tables mapped.");
            case BRACKET_NOT_BEGUN ->
                    List.of(
                            "mpx_post_unmap came, but no mpx_pre_unmap before it in this call: put"
                                    + " it before mmap_sem is taken, on this path too.");
            case BRACKET_NOT_ENDED ->
                    List.of(
                            "mpx_pre_unmap came, but no mpx_post_unmap before the call ended: put"
                                    + " it behind the release of mmap_sem, on this path too.");
            case BRACKET_ELSEWHERE ->
                    List.of(
                            "Hand mpx_pre_unmap all of the memory that the call unmaps: entries of"
                                    + " what its range misses stay valid.");
            case EXCEPTION_IN_KERNEL ->
                    List.of("The kernel must not run with MPX enabled for itself.");
            case NESTED ->
                    List.of(
                            "Finish one operation before the next: bd_sem is no recursive lock, and"
                                    + " the task waits for itself.");
            case INVERSE -> List.of("Take bd_sem before mmap_sem, in mpx_pre_unmap.");
            case PRCTL_NESTS ->
                    List.of(
                            "The proposal protects the directory's address with bd_sem alone:"
                                    + " prctl needs no mmap_sem.");
            case STAYING_MEMORY, SHARED_NOT_ZAPPED ->
                    List.of(
                            "Zap the part of the table that describes what goes, and leave the"
                                    + " entry, where anything else is mapped in its range.");
            case REFUSED_TABLE ->
                    List.of(
                            "The kernel manages no tables here, the entry was not empty, or there"
                                    + " was no memory.");
            case REFUSED_UNMAP ->
                    List.of(
                            "An entry of the range holds something that the kernel does not"
                                    + " recognise; the unmap itself was done, tables may stay.");
        };
    }
}
