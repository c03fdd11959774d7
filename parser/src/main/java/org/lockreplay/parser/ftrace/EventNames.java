package org.lockreplay.parser.ftrace;

import java.util.Arrays;
import org.lockreplay.event.EventKind;

/** What each name of the table means as the name of an event; worked out once for each name. */
public final class EventNames {

    /**
     * In front of a system call's name where the kernel itself prints the call, {@code
     * sys_exit(error_code: 0)}, and its result, {@code sys_brk -> 0x9ff000}.
     */
    public static final String CALL = "sys_";

    private static final String ENTER = "sys_enter_";
    private static final String EXIT = "sys_exit_";

    private final NameTable names;
    private Meaning[] meanings = new Meaning[256];

    /**
     * @param systemCall how many characters of the name stand before a system call's name; 0 if the
     *     event is none
     */
    record Meaning(EventKind kind, Decoder decoder, int systemCall) {}

    /** Whether this is one of the four {@code lock_*} events. */
    public static boolean isLock(String event) {
        return meaning(event).kind().isLock();
    }

    EventNames(NameTable names) {
        this.names = names;
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

    private static Meaning meaning(String event) {
        if (event.startsWith(ENTER) && event.length() > ENTER.length()) {
            return new Meaning(EventKind.SYSCALL_ENTER, Decoder.SYSCALL_ENTER, ENTER.length());
        }
        if (event.startsWith(EXIT) && event.length() > EXIT.length()) {
            return new Meaning(EventKind.SYSCALL_EXIT, Decoder.SYSCALL_EXIT, EXIT.length());
        }
        Decoder.Known known = Decoder.of(event);
        return new Meaning(known.kind(), known.decoder(), 0);
    }
}
