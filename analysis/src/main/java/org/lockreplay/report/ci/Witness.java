package org.lockreplay.report.ci;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.event.Origin;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.text.VisibleText;

/**
 * A place in a trace that a finding rests on, and what happened there.
 *
 * @param edge which piece of evidence it belongs to, from 0
 * @param path of the trace
 * @param sentence names made visible; no full stop
 */
record Witness(int edge, String path, Origin at, String sentence) {

    /** All places of a finding in the order of its evidence, for an edge the held lock first. */
    static List<Witness> of(Finding finding) {
        List<Witness> witnesses = new ArrayList<>();
        for (int edge = 0; edge < finding.evidence().size(); edge++) {
            Evidence evidence = finding.evidence().get(edge);
            String path = evidence.trace();
            if (evidence.held().isPresent()) {
                Origin held = evidence.held().get().origin();
                witnesses.add(new Witness(edge, path, held, held(evidence)));
            }
            witnesses.add(new Witness(edge, path, evidence.at(), happened(evidence)));
        }
        return witnesses;
    }

    /** What happened, in the trace and line where it is best looked at. */
    static String happened(Evidence evidence) {
        String what;
        if (evidence.breach().isPresent()) {
            what = broken(evidence.breach().get());
        } else if (evidence.held().isPresent()) {
            what =
                    lock(evidence.lock().orElseThrow())
                            + " is asked for while "
                            + name(evidence.held().get())
                            + " is held";
        } else if (evidence.lock().isPresent()) {
            what =
                    evidence.lockOfKnownMode().map(Witness::lock).orElseGet(() -> named(evidence))
                            + " is "
                            + event(evidence.event());
        } else if (evidence.event().equals("contention")) {
            what = "somebody waits for it";
        } else {
            what = "the task leaves by " + VisibleText.brief(evidence.event());
        }
        boolean right = evidence.event().equals(Evidence.RIGHT_ORDER);
        return what + (right ? ", the right way round" : "") + by(evidence.at());
    }

    /** What is done to a lock, in words that follow "is". */
    private static String event(String event) {
        if (event.startsWith("in-")) {
            return "taken in " + VisibleText.brief(event.substring("in-".length()));
        }
        if (event.startsWith("with-")) {
            return "held " + VisibleText.brief(event.replace('-', ' '));
        }
        return event.equals(Evidence.WAITS) ? "waited for" : VisibleText.brief(event);
    }

    private static String broken(Breach breach) {
        String path = breach.path();
        return breach.way().sentence() + (path.isEmpty() ? "" : " in " + VisibleText.brief(path));
    }

    private static String held(Evidence evidence) {
        Acquisition held = evidence.held().orElseThrow();
        return lock(held) + " is taken" + by(held.origin());
    }

    private static String named(Evidence evidence) {
        return name(evidence.lock().orElseThrow());
    }

    private static String name(Acquisition lock) {
        return VisibleText.brief(lock.lockClass());
    }

    private static String lock(Acquisition lock) {
        return name(lock)
                + (lock.read() ? " (read" : " (write")
                + (lock.tryLock() ? ", trylock)" : ")");
    }

    private static String by(Origin at) {
        return at.pid() < 0 ? "" : ", by " + VisibleText.brief(at.task()) + "/" + at.pid();
    }

    /** {@code path:line}. */
    String place() {
        return VisibleText.of(TracePath.tidy(path)) + ":" + at.line();
    }
}
