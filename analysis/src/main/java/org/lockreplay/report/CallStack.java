package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The functions that led to an event, read from the lines that follow it: {@code => function} after
 * {@code <stack trace>} (ftrace, the option {@code stacktrace}), or {@code address function+0x1
 * (…)} (perf script with {@code -g}).
 */
final class CallStack {

    private static final Pattern HEAD = Pattern.compile(".*: <(user )?stack trace>\\s*");
    private static final Pattern FRAME =
            Pattern.compile("\\s*(?:=> |[0-9a-f]{6,16} )\\s*([\\w.$\\[\\]]+).*");

    /** What every lock is taken through: no place in the code. */
    private static final Pattern OF_LOCKS =
            Pattern.compile(
                    "(?:trace_event_|perf_trace_|__?lock_|lock_|__?raw_|do_raw_|_raw_|__mutex_|mutex_"
                            + "|__?down_|down_|__?up_|up_|rt_mutex_|__rt_mutex_|ww_mutex_|rwsem_"
                            + "|percpu_|queued_|osq_|__ww_|srcu_|rcu_).*");

    private CallStack() {}

    /** The functions, innermost first, from the first one that is not of a lock itself. */
    static List<String> after(SortedMap<Long, String> lines) {
        List<String> calls = new ArrayList<>();
        boolean outside = false;
        long expected = lines.isEmpty() ? 0 : lines.firstKey();
        for (var line : lines.entrySet()) {
            Matcher frame = FRAME.matcher(line.getValue());
            boolean head = calls.isEmpty() && !outside && HEAD.matcher(line.getValue()).matches();
            if (line.getKey() != expected++ || !(frame.matches() || head)) {
                return calls;
            }
            if (!head) {
                outside |= !OF_LOCKS.matcher(frame.group(1)).matches();
                if (outside) {
                    calls.add(frame.group(1));
                }
            }
        }
        return calls;
    }
}
