package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.Certainty;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Fact;
import org.lockreplay.check.Finding;

/** What a finding does not prove, in sentences. */
final class Caveats {

    private Caveats() {}

    static List<String> of(Finding finding) {
        List<String> caveats = new ArrayList<>();
        switch (finding.id()) {
            case "cycle" -> cycle(finding, caveats);
            case "recursion" -> recursion(finding, caveats);
            case "hardirq-inversion", "softirq-inversion" -> inversion(finding, caveats);
            case "wait-context" ->
                    caveats.add(
                            "It rests on the types of the locks, which the catalogue tells by"
                                    + " their names where the trace does not show them.");
            case "held-at-exit" ->
                    caveats.add(
                            "An unlock by another task would set it right; the trace shows none in"
                                    + " time.");
            case "deadlock" ->
                    caveats.add(
                            "The trace ends here: a signal or a timeout may have freed them"
                                    + " later.");
            case "mpx-order" ->
                    caveats.add(
                            "One order alone deadlocks nothing; with the other one it is a cycle.");
            default -> {}
        }
        finding.known().forEach(fact -> explain(fact).ifPresent(caveats::add));
        return caveats;
    }

    private static void cycle(Finding finding, List<String> caveats) {
        caveats.add(
                finding.certainty() == Certainty.INSTANCE
                        ? "The same locks, by their addresses, close the circle; but these are"
                                + " orders, not a hang: the tasks must meet in time."
                        : "Only the classes close the circle, as for lockdep: no trace shows it"
                                + " closed by the same locks, told by their addresses.");
    }

    private static void inversion(Finding finding, List<String> caveats) {
        String interrupt = "The interrupt must come on the CPU that holds the lock";
        caveats.add(
                finding.certainty() == Certainty.INSTANCE
                        ? interrupt + ", and while it does: the trace need not show a hang."
                        : interrupt
                                + "; that two uses are of one class need not mean that they are of"
                                + " one lock, and no trace shows that they are.");
    }

    private static void recursion(Finding finding, List<String> caveats) {
        boolean reads = finding.evidence().stream().allMatch(Caveats::bothRead);
        caveats.add(
                reads
                        ? "A reader passes as long as no writer asks in between: the trace need not"
                                + " show a hang."
                        : "If the task went on all the same, the memory was another lock by then,"
                                + " or the lock is of a kind that allows it.");
    }

    private static boolean bothRead(Evidence evidence) {
        return evidence.held().orElseThrow().read() && evidence.lock().orElseThrow().read();
    }

    private static Optional<String> explain(Fact fact) {
        return switch (fact.meaning()) {
            case ONE_TASK ->
                    Optional.of(
                            "One task did all of it: another one must be able to run the same code"
                                    + " at the same time.");
            case FEW_TASKS ->
                    Optional.of(
                            "A task that was seen did two of the steps: another one must be able to"
                                    + " run the same code at the same time.");
            case ORDERED ->
                    Optional.of(
                            "The tasks were not there at the same time: others must be able to run"
                                    + " the same code at once.");
            case READER_OF_UNKNOWN_TYPE ->
                    Optional.of(
                            "It holds "
                                    + Words.name(fact.clause())
                                    + ": the catalogue of lock types does not know that lock.");
            case READER_OF_UNKNOWN_LEVEL ->
                    Optional.of(
                            "In an interrupt, or with bottom halves off, a reader of an rwlock"
                                    + " passes the writers that wait: record with flags, and it can"
                                    + " be told.");
            case READER_WITH_BOTTOM_HALVES_UNTOLD ->
                    Optional.of(
                            "With bottom halves off a reader of an rwlock passes the writers that"
                                    + " wait: record with Linux 5.17 or later, in a form that keeps"
                                    + " its flags, and it can be told.");
            case READERS_QUEUE ->
                    Optional.of(
                            "It holds "
                                    + Words.name(fact.clause())
                                    + " behind writers, as they do on all kernels with queued"
                                    + " rwlocks.");
            case PLAIN, GUARDED -> Optional.empty();
        };
    }
}
