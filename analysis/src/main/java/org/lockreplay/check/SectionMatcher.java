package org.lockreplay.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.protocol.file.AllowedNesting;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.program.LockRequests;
import org.lockreplay.protocol.program.LockRequests.Request;
import org.lockreplay.replay.mpx.BareUnmap;
import org.lockreplay.replay.mpx.Hold;
import org.lockreplay.replay.mpx.SectionCount;

/**
 * Finds the operations of a protocol that critical sections fit: by the path of the task into the
 * kernel, and by the locks that the operation can hold when it asks for this one. Immutable.
 *
 * <p>Locks that a trace does not show are left out of the steps: that nothing is seen of them is
 * held against nobody.
 */
final class SectionMatcher {

    private final Protocol protocol;
    private final WatchedLocks watched;
    private final LockRequests requests;
    private final List<Operation> operations;
    private final List<Operation> environment;

    SectionMatcher(Protocol protocol) {
        this.protocol = protocol;
        watched = WatchedLocks.of(protocol);
        requests = LockRequests.of(protocol);
        operations = protocol.operations().stream().filter(each -> !each.environment()).toList();
        environment = protocol.operations().stream().filter(Operation::environment).toList();
    }

    /** The operations of the protocol itself. */
    List<Operation> operations() {
        return operations;
    }

    /** Which of the two semaphores the protocol has, and these are not. */
    List<String> hidden(Set<Boolean> shown) {
        return Stream.of(true, false)
                .filter(bdSem -> !shown.contains(bdSem))
                .flatMap(bdSem -> lock(bdSem).stream().mapToObj(this::name))
                .toList();
    }

    /** What the lock of a section is called. */
    String lockName(SectionCount section) {
        OptionalInt lock = lock(section.bdSem());
        return lock.isPresent() ? name(lock.getAsInt()) : alias(section.bdSem());
    }

    /** The number of the nesting that a section is, if the protocol gives it one. */
    OptionalInt nestingCase(SectionCount section) {
        OptionalInt inner = lock(section.bdSem());
        OptionalInt outer = lock(!section.bdSem());
        if (section.outer() == Hold.NONE || inner.isEmpty() || outer.isEmpty()) {
            return OptionalInt.empty();
        }
        return protocol.nestings().stream()
                .filter(
                        each ->
                                each.outer().equals(name(outer.getAsInt()))
                                        && each.inner().equals(name(inner.getAsInt()))
                                        && each.outerMode() == mode(section.outer())
                                        && each.innerMode() == mode(section.read()))
                .mapToInt(AllowedNesting::number)
                .findFirst();
    }

    /** Whether an operation cannot be gone through without one of the locks that are shown. */
    boolean needsLocks(Operation operation, Set<Boolean> shown) {
        Set<Integer> locks = new HashSet<>();
        shown.forEach(bdSem -> lock(bdSem).ifPresent(locks::add));
        return requests.needs(operation, locks);
    }

    /**
     * How sections fit.
     *
     * @param shown the two semaphores, by whether it is {@code bd_sem}, that the trace shows
     */
    SectionFit fit(SectionCount section, Set<Boolean> shown) {
        OptionalInt lock = lock(section.bdSem());
        if (lock.isEmpty()) {
            return none(alias(section.bdSem()) + " is no lock of " + protocol.name());
        }
        Map<Integer, LockMode> held = held(section);
        List<Operation> fitting =
                section.path().isEmpty()
                        ? List.of()
                        : asking(
                                OperationPaths.of(operations, section.path()),
                                section,
                                held,
                                shown);
        if (!fitting.isEmpty()) {
            return SectionFit.of(SectionFit.Kind.OPERATION, names(fitting));
        }
        boolean isOwn = !held.isEmpty() || !isShared(lock.getAsInt());
        if (section.path().isEmpty()) {
            return unknown("the way of its task into the kernel is not in the trace");
        }
        List<Operation> named = OperationPaths.named(operations, section.path());
        return isOwn || isUnmap(section)
                ? misfit(section, named, held)
                : beside(section, named, held, shown);
    }

    /** A section with a lock of the protocol's own, or of an unmap that wants a bracket. */
    private SectionFit misfit(
            SectionCount section, List<Operation> named, Map<Integer, LockMode> held) {
        String what = observed(section, held);
        if (named.isEmpty()) {
            return none(
                    what + "; no operation of " + protocol.name() + " comes by " + path(section));
        }
        return new SectionFit(
                SectionFit.Kind.DEPARTS, names(named), what + wanted(section, named, held));
    }

    /** A section of a lock that the rest of the kernel takes too, with nothing held. */
    private SectionFit beside(
            SectionCount section,
            List<Operation> named,
            Map<Integer, LockMode> held,
            Set<Boolean> shown) {
        if (section.unmaps() == BareUnmap.UNSURE && (!named.isEmpty() || hasBracket())) {
            return unknown(
                    path(section)
                            + " takes "
                            + lockName(section)
                            + " with nothing held, and whether it unmapped managed memory is not"
                            + " in the trace");
        }
        List<Operation> besides =
                asking(OperationPaths.named(environment, section.path()), section, held, shown);
        return SectionFit.of(SectionFit.Kind.ENVIRONMENT, names(besides));
    }

    private boolean isUnmap(SectionCount section) {
        boolean wanted =
                hasBracket() || !OperationPaths.named(operations, section.path()).isEmpty();
        return section.unmaps() == BareUnmap.SURE && wanted;
    }

    private boolean hasBracket() {
        return protocol.bracket().isPresent();
    }

    /** Those that can ask for the lock of a section as it was asked for. */
    private List<Operation> asking(
            List<Operation> some,
            SectionCount section,
            Map<Integer, LockMode> held,
            Set<Boolean> shown) {
        int lock = lock(section.bdSem()).orElseThrow();
        return some.stream()
                .filter(
                        each ->
                                requests.of(each).stream()
                                        .anyMatch(
                                                request ->
                                                        request.lock() == lock
                                                                && request.mode()
                                                                        == mode(section.read())
                                                                && shown(request, shown)
                                                                        .equals(held)))
                .toList();
    }

    /** What of a request a trace can show. */
    private Map<Integer, LockMode> shown(Request request, Set<Boolean> shown) {
        Map<Integer, LockMode> held = new HashMap<>();
        for (boolean bdSem : shown) {
            lock(bdSem)
                    .ifPresent(
                            lock ->
                                    Optional.ofNullable(request.held().get(lock))
                                            .ifPresent(mode -> held.put(lock, mode)));
        }
        return held;
    }

    private Map<Integer, LockMode> held(SectionCount section) {
        OptionalInt outer = lock(!section.bdSem());
        return section.outer() == Hold.NONE || outer.isEmpty()
                ? Map.of()
                : Map.of(outer.getAsInt(), mode(section.outer()));
    }

    /** Whether the rest of the kernel takes a lock too, beside the protocol. */
    private boolean isShared(int lock) {
        return protocol.faultLock().filter(name(lock)::equals).isPresent()
                || environment.stream()
                        .flatMap(each -> requests.of(each).stream())
                        .anyMatch(request -> request.lock() == lock);
    }

    private String observed(SectionCount section, Map<Integer, LockMode> held) {
        return path(section)
                + " takes "
                + lockName(section)
                + " for "
                + mode(section.read()).word()
                + " with "
                + holding(held)
                + (section.unmaps() == BareUnmap.SURE ? ", and unmaps managed memory" : "");
    }

    /** What the operations would have done instead. */
    private String wanted(
            SectionCount section, List<Operation> named, Map<Integer, LockMode> held) {
        int lock = lock(section.bdSem()).orElseThrow();
        for (int outer : held.keySet()) {
            if (protocol.order().isBefore(lock, outer)) {
                return ", the inverse order: "
                        + protocol.name()
                        + " has "
                        + name(lock)
                        + " outside";
            }
        }
        StringBuilder text = new StringBuilder();
        for (Operation operation : named) {
            text.append("; ")
                    .append(operation.name())
                    .append(instead(requests.of(operation), lock, mode(section.read())));
        }
        return text.toString();
    }

    private String instead(List<Request> all, int lock, LockMode mode) {
        Set<String> ways = new TreeSet<>();
        boolean taken = false;
        for (Request request : all) {
            if (request.lock() == lock) {
                taken = true;
                if (request.mode() == mode) {
                    ways.add(holding(request.held()));
                }
            }
        }
        if (!taken) {
            return " takes no " + name(lock);
        }
        return ways.isEmpty()
                ? " does not take it for " + mode.word()
                : " has " + String.join(", or ", ways) + " there";
    }

    private String holding(Map<Integer, LockMode> held) {
        StringBuilder text = new StringBuilder();
        for (int lock : new TreeSet<>(held.keySet())) {
            text.append(text.length() == 0 ? "" : " and ")
                    .append(name(lock))
                    .append(" held for ")
                    .append(held.get(lock).word());
        }
        return text.length() == 0 ? "nothing held" : text.toString();
    }

    private static SectionFit none(String reason) {
        return new SectionFit(SectionFit.Kind.NONE, List.of(), reason);
    }

    private static SectionFit unknown(String reason) {
        return new SectionFit(SectionFit.Kind.UNKNOWN, List.of(), reason);
    }

    private static String path(SectionCount section) {
        return section.path();
    }

    private static List<String> names(List<Operation> some) {
        return some.stream().map(Operation::name).toList();
    }

    private OptionalInt lock(boolean bdSem) {
        return bdSem ? watched.bdSem() : watched.mmapSem();
    }

    private static String alias(boolean bdSem) {
        return bdSem ? LockAliases.BD_SEM : LockAliases.MMAP_SEM;
    }

    private String name(int lock) {
        return protocol.locks().get(lock).name();
    }

    private static LockMode mode(boolean read) {
        return read ? LockMode.READ : LockMode.WRITE;
    }

    private static LockMode mode(Hold hold) {
        return hold == Hold.READ ? LockMode.READ : LockMode.WRITE;
    }
}
