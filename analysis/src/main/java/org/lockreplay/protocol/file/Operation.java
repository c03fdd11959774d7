package org.lockreplay.protocol.file;

import java.util.List;
import java.util.Optional;
import org.lockreplay.replay.mpx.MpxOperation;

/**
 * What a task can do, from user space to user space.
 *
 * @param what a sentence
 * @param paths the ways into it, such as system calls; may be empty
 * @param when what must hold for it to begin
 * @param role what it is for the rules of bounds tables, if it is anything
 * @param cases the numbers of the nestings that may occur in it; empty if nothing is said
 * @param environment whether it is no operation of the protocol, but is going on beside it
 */
public record Operation(
        String name,
        String what,
        List<String> paths,
        List<Test> when,
        Optional<MpxOperation> role,
        Optional<List<Integer>> cases,
        List<Step> steps,
        boolean environment) {

    public Operation {
        paths = List.copyOf(paths);
        when = List.copyOf(when);
        cases = cases.map(List::copyOf);
        steps = List.copyOf(steps);
    }

    Operation withSteps(List<Step> others) {
        return new Operation(name, what, paths, when, role, cases, others, environment);
    }
}
