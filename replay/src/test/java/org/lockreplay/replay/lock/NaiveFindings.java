package org.lockreplay.replay.lock;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Origin;

/** What {@link NaiveLocks} writes down one by one, grouped as observations have it. */
final class NaiveFindings {

    /** One lock on the list of its context. */
    record Held(Step step, String lockClass, long address, int mode, boolean inInterrupt) {

        boolean hidden() {
            return Mode.hidden(mode);
        }

        boolean read() {
            return Mode.read(mode);
        }

        boolean tryLock() {
            return Mode.tryLock(mode);
        }

        boolean same(Held other) {
            return maybe(other) && !hidden() && !other.hidden();
        }

        boolean maybe(Held other) {
            return lockClass.equals(other.lockClass)
                    && (hidden() || other.hidden() || address == other.address);
        }

        Acquisition acquisition() {
            return new Acquisition(origin(step), lockClass, address, mode);
        }
    }

    record Pair(
            Held outer,
            Held inner,
            String task,
            int level,
            Set<LockInstance> guards,
            String about) {}

    record Fault(Step step, Imbalance.Reason reason, long since, boolean away) {}

    record Leaving(Held held, String how, Step step, long since) {}

    private NaiveFindings() {}

    /** The acquisitions of each class. */
    static List<ClassUse> classes(List<Held> acquisitions) {
        return grouped(
                acquisitions, Held::lockClass, Comparator.naturalOrder(), NaiveFindings::use);
    }

    static List<Nesting> nestings(List<Pair> pairs) {
        return grouped(pairs, NaiveFindings::nestingKey, byText(), NaiveFindings::nesting);
    }

    /** Of two locks of one class, neither of which is only tried. */
    static List<InstanceNesting> instanceNestings(List<Pair> pairs) {
        return grouped(
                pairs.stream().filter(NaiveFindings::sameClass).toList(),
                pair ->
                        List.of(
                                pair.outer().lockClass(),
                                "%016x".formatted(pair.outer().address()),
                                pair.outer().read(),
                                "%016x".formatted(pair.inner().address()),
                                pair.inner().read()),
                byText(),
                NaiveFindings::instanceNesting);
    }

    static List<Recursion> recursions(List<Pair> pairs) {
        return grouped(
                pairs,
                pair ->
                        List.of(
                                pair.outer().lockClass(),
                                pair.outer().read(),
                                pair.inner().read(),
                                pair.inner().inInterrupt()),
                byText(),
                NaiveFindings::recursion);
    }

    static List<Imbalance> imbalances(List<Fault> faults) {
        return grouped(
                faults,
                NaiveFindings::faultKey,
                Comparator.naturalOrder(),
                NaiveFindings::imbalance);
    }

    static List<HeldAtExit> heldAtExit(List<Leaving> leavings) {
        return grouped(
                leavings,
                leaving -> List.of(leaving.held().lockClass(), leaving.how()),
                byText(),
                NaiveFindings::firstAtExit);
    }

    static List<NestingCase> cases(List<Pair> pairs) {
        return grouped(
                pairs,
                pair ->
                        List.of(
                                alias(pair.outer()),
                                pair.outer().read(),
                                alias(pair.inner()),
                                pair.inner().read()),
                byText(),
                NaiveFindings::nestingCase);
    }

    static String alias(Held held) {
        return TraceScript.alias(held.lockClass().replace("/2", ""));
    }

    static Origin origin(Step step) {
        return new Origin(
                step.line(), step.time(), step.pid(), step.task(), step.cpu(), step.context());
    }

    private static String faultKey(Fault fault) {
        boolean read = fault.reason() == Imbalance.Reason.SEEN_BALANCED_READ;
        return fault.step().name() + (read ? "\u0001" : "");
    }

    private static <T, K, R> List<R> grouped(
            List<T> all,
            Function<T, K> key,
            Comparator<? super K> order,
            Function<List<T>, R> together) {
        return all.stream()
                .collect(
                        Collectors.groupingBy(key, () -> new TreeMap<>(order), Collectors.toList()))
                .values()
                .stream()
                .map(together)
                .toList();
    }

    /** Names in the oracle's traces hold no character that sorts before a comma. */
    static Comparator<List<?>> byText() {
        return Comparator.comparing(Object::toString);
    }

    private static List<Object> nestingKey(Pair pair) {
        return List.of(
                pair.outer().lockClass(),
                pair.outer().read(),
                pair.inner().lockClass(),
                pair.inner().read(),
                pair.inner().inInterrupt(),
                pair.inner().tryLock());
    }

    private static boolean sameClass(Pair pair) {
        return pair.outer().lockClass().equals(pair.inner().lockClass()) && !pair.inner().tryLock();
    }

    private static ClassUse use(List<Held> all) {
        return new ClassUse(
                all.get(0).lockClass(),
                all.size(),
                all.stream().filter(Held::read).count(),
                all.stream().filter(Held::tryLock).count());
    }

    private static int tasks(List<Pair> all) {
        return (int) all.stream().map(Pair::task).distinct().count();
    }

    private static Pair first(List<Pair> all) {
        return all.stream()
                .min(
                        Comparator.<Pair>comparingLong(pair -> pair.inner().step().line())
                                .thenComparingLong(pair -> pair.outer().step().line()))
                .orElseThrow();
    }

    private static List<LockInstance> guards(List<Pair> all) {
        Set<LockInstance> guards = new HashSet<>(all.get(0).guards());
        all.forEach(pair -> guards.retainAll(pair.guards()));
        return guards.stream()
                .sorted(
                        Comparator.comparing(LockInstance::lockClass)
                                .thenComparing(LockInstance::address, Long::compareUnsigned))
                .toList();
    }

    private static Nesting nesting(List<Pair> all) {
        Pair pair = first(all);
        return new Nesting(
                new Nesting.Key(
                        pair.outer().lockClass(),
                        pair.outer().read(),
                        pair.inner().lockClass(),
                        pair.inner().read(),
                        pair.inner().inInterrupt(),
                        pair.inner().tryLock()),
                all.size(),
                tasks(all),
                all.stream().mapToInt(each -> 1 << each.level()).reduce(0, (a, b) -> a | b),
                pair.outer().acquisition(),
                pair.inner().acquisition(),
                guards(all));
    }

    private static InstanceNesting instanceNesting(List<Pair> all) {
        Pair pair = first(all);
        return new InstanceNesting(
                pair.outer().lockClass(),
                pair.outer().address(),
                pair.outer().read(),
                pair.inner().address(),
                pair.inner().read(),
                all.size(),
                tasks(all),
                pair.outer().acquisition(),
                pair.inner().acquisition(),
                guards(all));
    }

    private static Recursion recursion(List<Pair> all) {
        Pair pair = first(all);
        return new Recursion(
                pair.outer().lockClass(),
                pair.outer().read(),
                pair.inner().read(),
                pair.inner().inInterrupt(),
                all.size(),
                tasks(all),
                pair.outer().acquisition(),
                pair.inner().acquisition());
    }

    private static Imbalance imbalance(List<Fault> all) {
        Step step = all.get(0).step();
        return new Imbalance(
                step.name(),
                all.get(0).reason(),
                all.size(),
                new Acquisition(origin(step), step.name(), step.address(), 0));
    }

    private static HeldAtExit firstAtExit(List<Leaving> all) {
        Leaving first =
                all.stream()
                        .min(
                                Comparator.<Leaving>comparingLong(it -> it.step().line())
                                        .thenComparingLong(it -> it.held().step().line()))
                        .orElseThrow();
        return new HeldAtExit(
                first.held().lockClass(),
                first.how(),
                all.size(),
                first.held().acquisition(),
                origin(first.step()));
    }

    private static NestingCase nestingCase(List<Pair> all) {
        Pair pair = first(all);
        return new NestingCase(
                alias(pair.outer()),
                pair.outer().read(),
                alias(pair.inner()),
                pair.inner().read(),
                all.size(),
                all.stream().filter(each -> each.inner().tryLock()).count(),
                tasks(all),
                all.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Pair::about, TreeMap::new, Collectors.counting())),
                pair.outer().acquisition(),
                pair.inner().acquisition());
    }
}
