package org.lockreplay.check;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lockreplay.protocol.LockAliases;
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
    private final Askers askers;
    private final DepartureText departures;

    SectionMatcher(Protocol protocol, LockRequests requests) {
        this.protocol = protocol;
        watched = WatchedLocks.of(protocol);
        askers = new Askers(protocol, requests);
        departures = new DepartureText(askers);
    }

    /** The operations of the protocol itself. */
    List<Operation> operations() {
        return askers.own();
    }

    /** Which of the two semaphores the protocol has, and these are not. */
    List<String> hidden(Set<Boolean> shown) {
        return Stream.of(true, false)
                .filter(bdSem -> !shown.contains(bdSem))
                .flatMap(bdSem -> watched.lock(bdSem).stream().mapToObj(this::name))
                .toList();
    }

    /** What the lock of a section is called. */
    String lockName(SectionCount section) {
        OptionalInt lock = watched.lock(section.bdSem());
        return lock.isPresent() ? name(lock.getAsInt()) : alias(section.bdSem());
    }

    /** The number of the nesting that a section is, if the protocol gives it one. */
    OptionalInt nestingCase(SectionCount section) {
        return section.outer() == Hold.NONE
                ? OptionalInt.empty()
                : watched.nestingCase(
                        protocol, !section.bdSem(), section.outer() == Hold.READ, section.read());
    }

    /** Whether an operation cannot be gone through without one of the locks that are shown. */
    boolean needsLocks(Operation operation, Set<Boolean> shown) {
        return askers.requests().needs(operation, numbers(shown));
    }

    /**
     * How sections fit.
     *
     * @param shown the two semaphores, by whether it is {@code bd_sem}, that the trace shows
     */
    SectionFit fit(SectionCount section, Set<Boolean> shown) {
        OptionalInt lock = watched.lock(section.bdSem());
        if (lock.isEmpty()) {
            return none(alias(section.bdSem()) + " is no lock of " + protocol.name());
        }
        if (section.path().isEmpty()) {
            return unknown("the way of its task into the kernel is not in the trace");
        }
        Request asked = new Request(lock.getAsInt(), LockMode.of(section.read()), held(section));
        List<Operation> candidates = OperationPaths.of(askers.own(), section.path());
        List<Operation> fitting = askers.among(candidates, asked, numbers(shown));
        if (!fitting.isEmpty()) {
            return SectionFit.of(SectionFit.Kind.OPERATION, names(fitting));
        }
        boolean isOwn = !asked.held().isEmpty() || !askers.isShared(asked.lock());
        List<Operation> named = OperationPaths.named(askers.own(), section.path());
        return isOwn || section.unmaps() == BareUnmap.SURE && concernsUnmaps(named)
                ? misfit(section, asked, named)
                : beside(section, asked, named, shown);
    }

    /** A section with a lock of the protocol's own, or of an unmap that wants a bracket. */
    private SectionFit misfit(SectionCount section, Request asked, List<Operation> named) {
        String unmaps = section.unmaps() == BareUnmap.SURE ? ", and unmaps managed memory" : "";
        String what = departures.observed(section.path(), asked) + unmaps;
        return named.isEmpty()
                ? none(
                        what
                                + "; no operation of "
                                + protocol.name()
                                + " comes by "
                                + section.path())
                : new SectionFit(
                        SectionFit.Kind.DEPARTS,
                        names(named),
                        what + departures.instead(asked, named));
    }

    /** A section of a lock that the rest of the kernel takes too, with nothing held. */
    private SectionFit beside(
            SectionCount section, Request asked, List<Operation> named, Set<Boolean> shown) {
        if (section.unmaps() == BareUnmap.UNSURE && concernsUnmaps(named)) {
            return unknown(
                    section.path()
                            + " takes "
                            + lockName(section)
                            + " with nothing held, and whether it unmapped managed memory is not"
                            + " in the trace");
        }
        List<Operation> besides = OperationPaths.named(askers.environment(), section.path());
        return SectionFit.of(
                SectionFit.Kind.ENVIRONMENT, names(askers.among(besides, asked, numbers(shown))));
    }

    /** Whether an unmap of managed memory by this path is the business of the protocol. */
    private boolean concernsUnmaps(List<Operation> named) {
        return protocol.bracket().isPresent() || !named.isEmpty();
    }

    private Map<Integer, LockMode> held(SectionCount section) {
        OptionalInt outer = watched.lock(!section.bdSem());
        return section.outer() == Hold.NONE || outer.isEmpty()
                ? Map.of()
                : Map.of(outer.getAsInt(), LockMode.of(section.outer() == Hold.READ));
    }

    private Set<Integer> numbers(Set<Boolean> shown) {
        return shown.stream()
                .flatMap(bdSem -> watched.lock(bdSem).stream().boxed())
                .collect(Collectors.toSet());
    }

    private static SectionFit none(String reason) {
        return new SectionFit(SectionFit.Kind.NONE, List.of(), reason);
    }

    private static SectionFit unknown(String reason) {
        return new SectionFit(SectionFit.Kind.UNKNOWN, List.of(), reason);
    }

    private static List<String> names(List<Operation> some) {
        return some.stream().map(Operation::name).toList();
    }

    private static String alias(boolean bdSem) {
        return bdSem ? LockAliases.BD_SEM : LockAliases.MMAP_SEM;
    }

    private String name(int lock) {
        return protocol.locks().get(lock).name();
    }
}
