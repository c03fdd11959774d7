package org.lockreplay.check;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.event.Context;
import org.lockreplay.event.Origin;
import org.lockreplay.lockorder.LexicalOrder;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.Deadlock;
import org.lockreplay.summary.Seen;
import org.lockreplay.text.VisibleText;

/**
 * Tasks that hang when the trace ends, each waiting for what the next one owns: {@code deadlock}.
 * One finding for each circle of classes, which shows the first.
 */
final class DeadlockRule implements Rule {

    static final String ID = "deadlock";

    private static final int NANO_DIGITS = 9;

    @Override
    public List<Finding> judge(Case judged) {
        Map<List<String>, List<Seen<Deadlock>>> alike = new TreeMap<>(LexicalOrder.OF_LISTS);
        for (Seen<Deadlock> seen : judged.summary().deadlocks()) {
            alike.computeIfAbsent(classes(seen.what()), absent -> new ArrayList<>()).add(seen);
        }
        List<Finding> findings = new ArrayList<>();
        alike.forEach((classes, seen) -> findings.add(finding(judged, classes, seen)));
        return findings;
    }

    private static Finding finding(Case judged, List<String> classes, List<Seen<Deadlock>> seen) {
        Deadlock first = seen.get(0).what();
        List<Fact> facts = facts(first, seen.size());
        List<String> refused = refused(judged, first);
        refused.forEach(name -> facts.add(Fact.incomplete("only if nobody was refused " + name)));
        Severity severity =
                ReaderAssumption.weigh(
                        refused.isEmpty() ? Severity.ERROR : Severity.WARNING,
                        readers(judged, seen.get(0)),
                        facts);
        return new Finding(
                ID,
                severity,
                Certainty.INSTANCE,
                classes,
                facts,
                message(first),
                List.of(
                        "The owners need one order of these locks, or must let go of what they own"
                                + " before they wait."),
                evidence(judged.path(seen.get(0)), first, seen.size()));
    }

    /** What must be true of those who wait to read behind others who read. */
    private static List<ReaderAssumption> readers(Case judged, Seen<Deadlock> seen) {
        List<ReaderAssumption> assumptions = new ArrayList<>();
        List<Deadlock.Waiter> circle = seen.what().circle();
        for (int i = 0; i < circle.size(); i++) {
            Acquisition asked = circle.get(i).asked();
            Acquisition owned = circle.get((i + 1) % circle.size()).owned();
            if (asked.read() && owned.read()) {
                ReaderAssumption.of(
                                asked.lockClass(),
                                judged.options().types(),
                                ReaderAssumption.place(asked, judged.summary().traceOf(seen)))
                        .ifPresent(assumptions::add);
            }
        }
        return assumptions;
    }

    /** What is owned by the first one, by whom it waits for, and so on; least rotation. */
    private static List<String> classes(Deadlock deadlock) {
        List<String> classes = new ArrayList<>();
        deadlock.circle().forEach(waiter -> classes.add(waiter.owned().lockClass()));
        Collections.rotate(classes, -LexicalOrder.leastRotation(classes));
        return classes;
    }

    private static List<Fact> facts(Deadlock deadlock, int times) {
        List<Fact> facts = new ArrayList<>();
        facts.add(
                Fact.of(duration(deadlock) + "until the trace ends at line " + deadlock.endLine()));
        if (times > 1) {
            facts.add(Fact.of("seen " + times + " times"));
        }
        return facts;
    }

    /** The locks of the circle that a kernel refuses to one who would deadlock, as ww_mutex. */
    private static List<String> refused(Case judged, Deadlock deadlock) {
        return deadlock.circle().stream()
                .map(waiter -> waiter.asked().lockClass())
                .filter(name -> judged.options().types().of(name).refuses())
                .distinct()
                .sorted()
                .toList();
    }

    /** How long all of them wait; empty where the clock does not count seconds. */
    private static String duration(Deadlock deadlock) {
        Origin last = deadlock.circle().get(0).asked().origin();
        for (Deadlock.Waiter waiter : deadlock.circle()) {
            Origin asked = waiter.asked().origin();
            last = asked.line() > last.line() ? asked : last;
        }
        BigDecimal nanos = BigDecimal.valueOf(deadlock.endTime() - last.time());
        return Context.ticks(last.context())
                ? ""
                : "for " + nanos.movePointLeft(NANO_DIGITS).setScale(6, RoundingMode.DOWN) + " s, ";
    }

    private static String message(Deadlock deadlock) {
        List<Deadlock.Waiter> circle = deadlock.circle();
        if (circle.size() == 1) {
            Deadlock.Waiter waiter = circle.get(0);
            return "task deadlocked on itself: "
                    + task(waiter.asked().origin())
                    + " waits for "
                    + VisibleText.brief(waiter.asked().lockClass())
                    + ", which it owns";
        }
        List<String> waits = new ArrayList<>();
        for (int i = 0; i < circle.size(); i++) {
            Acquisition asked = circle.get(i).asked();
            waits.add(
                    task(asked.origin())
                            + " waits for "
                            + VisibleText.brief(asked.lockClass())
                            + " of "
                            + task(circle.get((i + 1) % circle.size()).asked().origin()));
        }
        return "tasks deadlocked: " + String.join(", ", waits);
    }

    private static String task(Origin at) {
        return VisibleText.brief(at.task()) + "/" + at.pid();
    }

    /** For each task what it waits for, and then whatever else it owns. */
    private static List<Evidence> evidence(String trace, Deadlock deadlock, int times) {
        List<Evidence> evidence = new ArrayList<>();
        for (Deadlock.Waiter waiter : deadlock.circle()) {
            evidence.add(
                    Evidence.nested(trace, waiter.owned(), waiter.asked(), times, 1)
                            .as(Evidence.WAITS));
        }
        for (Deadlock.Waiter waiter : deadlock.circle()) {
            for (Acquisition held : waiter.holds()) {
                if (!held.equals(waiter.owned())) {
                    evidence.add(Evidence.of(Evidence.OWNED, trace, held, 1));
                }
            }
        }
        return evidence;
    }
}
