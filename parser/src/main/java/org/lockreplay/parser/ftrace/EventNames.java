package org.lockreplay.parser.ftrace;

import java.util.Arrays;
import java.util.Optional;
import org.lockreplay.event.EventKind;
import org.lockreplay.parser.dialect.DialectEvent;
import org.lockreplay.parser.dialect.Dialects;

/** What each name of the table means as the name of an event; worked out once for each name. */
public final class EventNames {

    /**
     * In front of a system call's name where the kernel itself prints the call, {@code
     * sys_exit(error_code: 0)}, and its result, {@code sys_brk -> 0x9ff000}.
     */
    public static final String CALL = "sys_";

    private static final String ENTER = "sys_enter_";
    private static final String EXIT = "sys_exit_";

    /** In the names of the events that kernels without them get by probes. */
    private static final String OF_MPX = "mpx";

    private final NameTable names;
    private final Dialects dialects;
    private Meaning[] meanings = new Meaning[256];

    /**
     * @param systemCall how many characters of the name stand before a system call's name; 0 if the
     *     event is none
     * @param dialect whether a dialect says so
     */
    record Meaning(EventKind kind, ArgumentDecoder decoder, int systemCall, boolean dialect) {

        /** Whether the arguments are those that the kernel prints for a lock event. */
        boolean isKernelLock() {
            return kind.isLock() && !dialect;
        }
    }

    /** Whether this is one of the four {@code lock_*} events. */
    public static boolean isLock(String event) {
        return Decoder.of(event).kind().isLock();
    }

    EventNames(NameTable names, Dialects dialects) {
        this.names = names;
        this.dialects = dialects;
    }

    /** The meaning of an event printed as {@code name: …}. */
    Meaning of(int name) {
        if (name >= meanings.length) {
            meanings = Arrays.copyOf(meanings, Math.max(2 * meanings.length, name + 1));
        }
        if (meanings[name] == null) {
            meanings[name] = meaning(names.name(name));
        }
        return meanings[name];
    }

    /** Of {@code name} or {@code system:name}. */
    private Meaning meaning(String printed) {
        int system = printed.lastIndexOf(':') + 1;
        String event = printed.substring(system);
        Optional<Meaning> given = dialects.given(event).map(this::meaning);
        if (given.isPresent()) {
            return given.get();
        }
        if (event.startsWith(ENTER) && event.length() > ENTER.length()) {
            int call = system + ENTER.length();
            return new Meaning(EventKind.SYSCALL_ENTER, Decoder.SYSCALL_ENTER, call, false);
        }
        if (event.startsWith(EXIT) && event.length() > EXIT.length()) {
            int call = system + EXIT.length();
            return new Meaning(EventKind.SYSCALL_EXIT, Decoder.SYSCALL_EXIT, call, false);
        }
        Decoder.Known known = Decoder.of(event);
        Optional<DialectEvent> shipped =
                known.kind() == EventKind.OTHER ? dialects.shipped(event) : Optional.empty();
        return shipped.map(this::meaning)
                .orElseGet(() -> new Meaning(known.kind(), decoder(known, event), 0, false));
    }

    private ArgumentDecoder decoder(Decoder.Known known, String event) {
        return event.contains(OF_MPX)
                ? new ProbeShape(known.decoder(), () -> dialects.probe(event).map(this::decoder))
                : known.decoder();
    }

    private ArgumentDecoder decoder(DialectEvent event) {
        return new DialectDecoder(event, names);
    }

    private Meaning meaning(DialectEvent event) {
        return new Meaning(event.kind(), decoder(event), 0, true);
    }
}
