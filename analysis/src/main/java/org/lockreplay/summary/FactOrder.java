package org.lockreplay.summary;

import java.util.Comparator;
import java.util.function.Function;
import org.lockreplay.replay.lock.ClassUse;
import org.lockreplay.replay.lock.Deadlock;
import org.lockreplay.replay.lock.HeldAtExit;
import org.lockreplay.replay.lock.Imbalance;
import org.lockreplay.replay.lock.InstanceNesting;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.replay.lock.NestingCase;
import org.lockreplay.replay.lock.Recursion;
import org.lockreplay.replay.lock.ShownType;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.replay.mpx.PathCount;
import org.lockreplay.replay.mpx.SectionCount;
import org.lockreplay.replay.mpx.UnmapCount;

/**
 * The order of observations in a summary: by what they speak of, then by trace.
 *
 * <p>That order is total among the observations of honest replays, which make one for each key and
 * trace; the text of the record breaks a tie among others, so that merging stays commutative.
 */
final class FactOrder {

    static final Comparator<SourceTrace> TRACES =
            Comparator.comparing(SourceTrace::path)
                    .thenComparing(t -> t.facts().firstTime().orElse(Long.MIN_VALUE))
                    .thenComparing(t -> t.facts().lastTime().orElse(Long.MIN_VALUE))
                    .thenComparing(FactOrder::byText);

    static final Comparator<Seen<ClassUse>> CLASSES = byKey(ClassUse::lockClass);

    static final Comparator<Seen<InterruptUse>> INTERRUPT_USES =
            byKey(
                    Function.identity(),
                    Comparator.comparing(InterruptUse::lockClass)
                            .thenComparing(InterruptUse::kind)
                            .thenComparing(InterruptUse::read));

    static final Comparator<Seen<ShownType>> SHOWN_TYPES =
            byKey(
                    Function.identity(),
                    Comparator.comparing(ShownType::lockClass).thenComparing(ShownType::shown));

    static final Comparator<Seen<Nesting>> NESTINGS = FactOrder::compareNestings;

    static final Comparator<Seen<InstanceNesting>> INSTANCE_NESTINGS =
            byKey(
                    Function.identity(),
                    Comparator.comparing(InstanceNesting::lockClass)
                            .thenComparing(InstanceNesting::outerAddress)
                            .thenComparing(InstanceNesting::innerAddress)
                            .thenComparing(InstanceNesting::outerRead)
                            .thenComparing(InstanceNesting::innerRead));

    static final Comparator<Seen<Recursion>> RECURSIONS =
            byKey(
                    Function.identity(),
                    Comparator.comparing(Recursion::lockClass)
                            .thenComparing(Recursion::heldRead)
                            .thenComparing(Recursion::againRead)
                            .thenComparing(Recursion::againInInterrupt));

    static final Comparator<Seen<Imbalance>> IMBALANCES =
            byKey(
                    Function.identity(),
                    Comparator.comparing(Imbalance::lockClass).thenComparing(Imbalance::reason));

    static final Comparator<Seen<HeldAtExit>> HELD_AT_EXIT =
            byKey(
                    Function.identity(),
                    Comparator.comparing(HeldAtExit::lockClass).thenComparing(HeldAtExit::leaving));

    static final Comparator<Seen<NestingCase>> NESTING_CASES =
            byKey(
                    Function.identity(),
                    Comparator.comparing(NestingCase::outer)
                            .thenComparing(NestingCase::inner)
                            .thenComparing(NestingCase::outerRead, Comparator.reverseOrder())
                            .thenComparing(NestingCase::innerRead, Comparator.reverseOrder()));

    static final Comparator<Seen<Deadlock>> DEADLOCKS =
            byKey(
                    Function.identity(),
                    Comparator.comparingInt((Deadlock deadlock) -> deadlock.circle().size())
                            .thenComparing(deadlock -> deadlock.circle().get(0).asked().lockClass())
                            .thenComparingLong(Deadlock::endLine));

    static final Comparator<Seen<Breach>> BREACHES =
            Comparator.comparing((Seen<Breach> seen) -> seen.what().way())
                    .thenComparing(seen -> seen.what().path())
                    .thenComparingInt(Seen::trace)
                    .thenComparingLong(seen -> seen.what().at().line())
                    .thenComparingLong(seen -> seen.what().entry().orElse(-1))
                    .thenComparing(FactOrder::byText);

    static final Comparator<Seen<UnmapCount>> UNMAPS = byKey(UnmapCount::path);

    static final Comparator<Seen<SectionCount>> SECTIONS =
            byKey(
                    Function.identity(),
                    Comparator.comparing(SectionCount::path)
                            .thenComparing(SectionCount::bdSem, Comparator.reverseOrder())
                            .thenComparing(SectionCount::read)
                            .thenComparing(SectionCount::outer)
                            .thenComparing(SectionCount::unmaps));

    static final Comparator<Seen<PathCount>> PATHS = byKey(PathCount::path);

    private FactOrder() {}

    /** Written out, for there may be a million of them. */
    private static int compareNestings(Seen<Nesting> one, Seen<Nesting> other) {
        Nesting.Key key = one.what().key();
        Nesting.Key otherKey = other.what().key();
        int order = compareNames(key.outer(), otherKey.outer());
        order = order != 0 ? order : compareNames(key.inner(), otherKey.inner());
        order = order != 0 ? order : Integer.compare(ends(key), ends(otherKey));
        order = order != 0 ? order : Integer.compare(one.trace(), other.trace());
        return order != 0 ? order : byText(one, other);
    }

    /** Names of one trace are the same object where they are equal. */
    private static int compareNames(String one, String other) {
        return isSame(one, other) ? 0 : one.compareTo(other);
    }

    @SuppressWarnings("ReferenceEquality") // a short cut: what is not the same may be equal
    private static boolean isSame(Object one, Object other) {
        return one == other;
    }

    private static int ends(Nesting.Key key) {
        return (key.outerRead() ? 8 : 0)
                | (key.innerRead() ? 4 : 0)
                | (key.innerInInterrupt() ? 2 : 0)
                | (key.innerTry() ? 1 : 0);
    }

    private static <T> Comparator<Seen<T>> byKey(Function<T, String> key) {
        return byKey(key, Comparator.naturalOrder());
    }

    private static <T, K> Comparator<Seen<T>> byKey(Function<T, K> key, Comparator<K> order) {
        Comparator<Seen<T>> byWhat = Comparator.comparing(seen -> key.apply(seen.what()), order);
        return byWhat.thenComparing(Seen::trace).thenComparing(FactOrder::byText);
    }

    /** A set compares its first element with itself: that must not cost two texts. */
    private static int byText(Object one, Object other) {
        return one == other ? 0 : one.toString().compareTo(other.toString());
    }
}
