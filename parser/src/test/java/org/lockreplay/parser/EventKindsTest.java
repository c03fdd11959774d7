package org.lockreplay.parser;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;
import org.lockreplay.event.TraceEvent;

/** Every kind of event that is not a lock event, in the spellings of kernel, trace-cmd and perf. */
class EventKindsTest {

    private static final String PREFIX = "              sh-55      [001] .....     5.762383: ";

    private static Reading.Columns read(String event) {
        return Reading.of(PREFIX + event + "\n").only();
    }

    /** {@code KIND name address mode [payload]}, each only if there is one. */
    private static String columns(Reading.Columns columns) {
        String mode =
                (Mode.read(columns.mode()) ? " read" : "")
                        + (Mode.hidden(columns.mode()) ? " hidden" : "");
        String address = columns.address() == 0 ? "" : " @" + Long.toHexString(columns.address());
        String payload = columns.payload().stream().map(Long::toHexString).collect(joining(" "));
        return columns.event().kind()
                + (columns.name().isEmpty() ? "" : " " + columns.name())
                + address
                + mode
                + (payload.isEmpty() ? "" : " [" + payload + "]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    contention_begin: 00000000011a4210 (flags=SPIN|MUTEX)!CONTENTION_BEGIN @11a4210 [21]
                    contention_begin: ffffffff81cd65a0 (flags=)!CONTENTION_BEGIN @ffffffff81cd65a0 [0]
                    contention_begin: 0000000000000001 (flags=READ)!CONTENTION_BEGIN @1 [2]
                    contention_begin: 0000000000000001 (flags=WRITE|RT|PERCPU)!CONTENTION_BEGIN @1 [1c]
                    contention_begin:     0xffff8880051e9438 (flags=SPIN|MUTEX)!CONTENTION_BEGIN @ffff8880051e9438 [21]
                    contention_begin:      lock_addr=0xffff8880051e9438 flags=33!CONTENTION_BEGIN @ffff8880051e9438 [21]
                    contention_begin: (____ptrval____) (flags=SPIN)!CONTENTION_BEGIN hidden [1]
                    contention_end: 000000004969de7b (ret=0)!CONTENTION_END @4969de7b [0]
                    contention_end: 000000004969de7b (ret=-4)!CONTENTION_END @4969de7b [fffffffffffffffc]
                    contention_end:        lock_addr=0xffff8880051e9438 ret=0!CONTENTION_END @ffff8880051e9438 [0]
                    mmap_lock_start_locking: mm=000000009f0e3417 memcg_path= write=false!MMAP_LOCK_START @9f0e3417 read [0]
                    mmap_lock_start_locking: mm=0xffff888004d90000 memcg_path=/a write=true write=true!MMAP_LOCK_START @ffff888004d90000 [0]
                    mmap_lock_start_locking:  mm=0xffff888004d90000 memcg_path= write=1!MMAP_LOCK_START @ffff888004d90000 [0]
                    mmap_lock_acquire_returned: mm=000000009f0e3417 memcg_path= write=false success=true!MMAP_LOCK_RETURNED @9f0e3417 read [1]
                    mmap_lock_acquire_returned: mm=000000009f0e3417 memcg_path= write=true success=false!MMAP_LOCK_RETURNED @9f0e3417 [0]
                    mmap_lock_acquire_returned:  mm=0xffff888004d90000 memcg_path= write=0 success=1!MMAP_LOCK_RETURNED @ffff888004d90000 read [1]
                    mmap_lock_released: mm=(____ptrval____) memcg_path= write=true!MMAP_LOCK_RELEASED hidden [0]
                    sched_switch: prev_comm=sh prev_pid=55 prev_prio=120 prev_state=S ==> next_comm=swapper/3 next_pid=0 next_prio=120!SWITCH [37 0]
                    sched_switch: prev_comm=a prev_pid=1 prev_pid=55 prev_prio=120 prev_state=R+ ==> next_comm=b next_pid=2 next_pid=57 next_prio=98!SWITCH [37 39]
                    sched_switch: prev_comm= ==> next_comm= prev_pid=55 prev_prio=120 prev_state=S ==> next_comm= ==> next_comm= next_pid=57 next_prio=120!SWITCH [37 39]
                    sched_switch:          prev_comm=swapper/2 prev_pid=0 prev_prio=120 prev_state=0 next_comm=rcu_preempt next_pid=12 next_prio=120!SWITCH [0 c]
                    sched_switch:         swapper/2:0 [120] R ==> rcu_preempt:12 [120]!SWITCH [0 c]
                    sched_switch:         k/1:0-ev:5 [120] R ==> a ==> b:12 [-1]!SWITCH [5 c]
                    sched_switch:         w [3]:x:5 [120] R ==> prev_comm=x:12 [120]!SWITCH [5 c]
                    sched_switch:         prev_comm=x:5 [120] R ==> t=1: foo:12 [120]!SWITCH [5 c]
                    sched_process_fork: comm=sh pid=55 child_comm=sh child_pid=58!FORK [3a]
                    sched_process_fork:    parent_comm=sh parent_pid=55 child_comm=x child_pid=1 child_pid=276!FORK [114]
                    sched_process_exit: comm=t=1: foo pid=62 prio=120!EXIT [3e]
                    sched_process_exit: comm=x pid=1 pid=62 prio=120!EXIT [3e]
                    sched_process_exec: filename=/proc/self/exe pid=52 old_pid=51!EXEC [34 33]
                    irq_handler_entry: irq=10 name=virtio0!IRQ_ENTRY [a]
                    irq_handler_exit: irq=0 ret=handled!IRQ_EXIT [0]
                    local_timer_entry: vector=236!IRQ_ENTRY [ec]
                    call_function_single_exit: vector=251!IRQ_EXIT [fb]
                    vector_activate: irq=16 is_managed=0!OTHER
                    softirq_entry: vec=9 [action=RCU]!SOFTIRQ_ENTRY [9]
                    softirq_exit:          vec=9!SOFTIRQ_EXIT [9]
                    softirq_raise: vec=9 [action=RCU]!OTHER
                    irq_disable: caller=foo+0x1/0x2 parent=bar!IRQ_DISABLE
                    irq_enable: caller=foo+0x1/0x2 parent=bar!IRQ_ENABLE
                    sys_mmap(addr: 0, len: 801000, prot: 0, flags: 20022, fd: ffffffff, off: 0)!SYSCALL_ENTER mmap [0 801000 0 20022 ffffffff 0]
                    sys_clone(unsigned long clone_flags: 1200011, unsigned long newsp: 0)!SYSCALL_ENTER clone [1200011 0]
                    sys_vfork()!SYSCALL_ENTER vfork
                    sys_exit(error_code: 0)!SYSCALL_ENTER exit [0]
                    sys_exit_group(error_code: 1)!SYSCALL_ENTER exit_group [1]
                    sys_enter_brk:        brk: 0x00000000!SYSCALL_ENTER brk [0]
                    sys_enter_vfork:      !SYSCALL_ENTER vfork
                    sys_enter_exit_group: error_code: 0x00000000!SYSCALL_ENTER exit_group [0]
                    sys_enter_mmap:       addr: 0x00000000, len: 0x00801000, prot: 0x00000000, flags: 0x00020022, fd: 0xffffffff, off: 0x00000000!SYSCALL_ENTER mmap [0 801000 0 20022 ffffffff 0]
                    sys_enter_mmap:         __syscall_nr=9 addr=0x00000000 len=0x00801000 prot=0x00000000 flags=0x00020022 fd=0xffffffff off=0x00000000!SYSCALL_ENTER mmap [0 801000 0 20022 ffffffff 0]
                    sys_enter_vfork:       __syscall_nr=58!SYSCALL_ENTER vfork
                    sys_mmap -> 0x7ff85fd8d000!SYSCALL_EXIT mmap [7ff85fd8d000]
                    sys_mremap -> 0xfffffffffffffff2!SYSCALL_EXIT mremap [fffffffffffffff2]
                    sys_exit_brk:         0xbf71000!SYSCALL_EXIT brk [bf71000]
                    sys_exit_brk:          __syscall_nr=12 ret=0xbf71000!SYSCALL_EXIT brk [bf71000]
                    sys_enter: NR 33 (c, 1, 169d6f0, 2f48d1b6344998e5, 7, 16a8040)!RAW_SYSCALL_ENTER [21 c 1 169d6f0 2f48d1b6344998e5 7 16a8040]
                    sys_enter: NR -1 (0, 0, 0, 0, 0, 0)!RAW_SYSCALL_ENTER [ffffffffffffffff 0 0 0 0 0 0]
                    sys_enter:             id=33 args=ARRAY[0c, 00]!RAW_SYSCALL_ENTER [21]
                    sys_exit: NR 33 = 1!RAW_SYSCALL_EXIT [21 1]
                    sys_exit: NR 33 = -14!RAW_SYSCALL_EXIT [21 fffffffffffffff2]
                    sys_exit:              id=33 ret=-14!RAW_SYSCALL_EXIT [21 fffffffffffffff2]
                    page_fault_user: address=0x3cc741f0 ip=0x525ba6 error_code=0x7!PAGE_FAULT_USER @3cc741f0 [7]
                    page_fault_kernel: address=0x3cc72690 ip=__put_user_nocheck_4 error_code=0x3!PAGE_FAULT_KERNEL @3cc72690 [3]
                    page_fault_kernel: address=fadd_symbol ip=__put_user_nocheck_4 error_code=0x0!PAGE_FAULT_KERNEL hidden [0]
                    bounds_exception_mpx: bndcfgu:0x7f6d997ae003 bndstatus:0x7f6da17b0002!BOUNDS_FAULT [7f6d997ae003 7f6da17b0002]
                    bounds_exception_mpx: bndcfgu=0x7f6d997ae003 bndstatus=0x7f6da17b0002!BOUNDS_FAULT [7f6d997ae003 7f6da17b0002]
                    bounds_exception_mpx: bndcfgu=140108703129603 bndstatus=140108837355522!BOUNDS_FAULT [7f6d997ae003 7f6da17b0002]
                    mpx_bounds_register_exception: address referenced: 0x00000000004bf33f bounds: lower: 0x4bf340 ~upper: 0x4bf34f!BOUNDS_VIOLATION @4bf33f [4bf340 4bf34f]
                    mpx_bounds_register_exception: addr_referenced=0x4bf33f lower_bound=0x4bf340 upper_bound=0xffffffffffb40cb0!BOUNDS_VIOLATION @4bf33f [4bf340 4bf34f]
                    mpx_bounds_register_exception: addr_referenced=0x4bf33f lower_bound=4977472 upper_bound=18446744073704574128!BOUNDS_VIOLATION @4bf33f [4bf340 4bf34f]
                    mpx_new_bounds_table: table vaddr:00007f6d993ae000!TABLE_NEW @7f6d993ae000
                    mpx_new_bounds_table: table_vaddr=0x7f6d993ae000!TABLE_NEW @7f6d993ae000
                    mpx_unmap_search: [0x0000100040000000:0x0000100040040000]!UNMAP_SEARCH [100040000000 100040040000]
                    mpx_unmap_search: start=0x100040000000 end=0x100040040000!UNMAP_SEARCH [100040000000 100040040000]
                    mpx_new_bounds_table: table vaddr:(____ptrval____)!TABLE_NEW hidden
                    mpx_new_bounds_table: table vaddr:(ptrval)!TABLE_NEW hidden
                    mpx_bounds_register_exception: address referenced: 0x(ptrval) bounds: lower: 0x(ptrval) ~upper: 0x(ptrval)!BOUNDS_VIOLATION hidden
                    mpx_unmap_search: [0x(____ptrval____):0x(____ptrval____)]!UNMAP_SEARCH hidden
                    mpx_unmap_search: [0x(ptrval):0x(ptrval)]!UNMAP_SEARCH hidden
                    mpx_unmap_zap: [0x0x7f6d993ae000:0x0x7f6d994ae000]!UNMAP_ZAP [7f6d993ae000 7f6d994ae000]
                    mpx_bd_invalidate: bd_entry:0x7fd92c712000 table vaddr:00007fd924312000!ENTRY_INVALIDATE @7fd92c712000 [7fd924312000]
                    mpx_bd_invalidate: bd_entry=0x7fd92c712000 table_vaddr=0x7fd924312000!ENTRY_INVALIDATE @7fd92c712000 [7fd924312000]
                    mpx_bd_invalidate: bd_entry:0x7fd92c712000 table vaddr:(____ptrval____)!ENTRY_INVALIDATE @7fd92c712000 hidden [0]
                    mpx_bt_remove: [0x00007fd924312000:0x00007fd924712000]!VMA_UNMAP [7fd924312000 7fd924712000]
                    mpx_bt_remove: start=0x7fd924312000 end=0x7fd924712000!VMA_UNMAP [7fd924312000 7fd924712000]
                    mpx_bt_mark: [0x00007fd924312000:0x00007fd924712000]!VMA_MARK [7fd924312000 7fd924712000]
                    mpx_bt_mark: start=0x7fd924312000 len=4194304!VMA_MARK [7fd924312000 7fd924712000]
                    mpx_bd_cmpxchg: bd_entry:0x7fd92c712000 expected:0x0 new:0x7fd924312001 found:0x0!ENTRY_CMPXCHG @7fd92c712000 [0 7fd924312001 0]
                    mpx_bd_cmpxchg: bd_entry=0x7fd92c712000 expected=0x0 new=0x7fd924312001!ENTRY_CMPXCHG @7fd92c712000 [0 7fd924312001]
                    mpx_pre_unmap: [0x0000100040000000:0x0000100040040000]!PRE_UNMAP [100040000000 100040040000]
                    mpx_pre_unmap: [0x(____ptrval____):0x(____ptrval____)]!PRE_UNMAP hidden [0 0]
                    mpx_pre_unmap: start=0x100040000000 end=0x100040040000!PRE_UNMAP [100040000000 100040040000]
                    mpx_pre_unmap: (mpx_pre_unmap+0x0/0x50) from=0x100040000000 len=0x40000!PRE_UNMAP [100040000000 100040040000]
                    mpx_pre_unmap: (mpx_pre_unmap+0x0/0x50 [mpx]) start=17592186044416 len=262144!PRE_UNMAP [100000000000 100000040000]
                    mpx_pre_unmap: (ffffffff8105d3c0) mm=0x5 from=0x100040000000 len=0x40000!PRE_UNMAP [100040000000 100040040000]
                    mpx_post_unmap: !POST_UNMAP
                    mpx_post_unmap: (do_munmap+0x1a/0x40 <- mpx_post_unmap) ret=0x0!POST_UNMAP
                    signal_generate: sig=17 errno=0 code=1 comm=timeout pid=52 grp=1 res=1!SIGNAL_GENERATE [11 1 34]
                    signal_generate: sig=11 errno=0 code=196609 comm=x pid=9 pid=52 grp=1 res=1!SIGNAL_GENERATE [b 30001 34]
                    signal_deliver: sig=11 errno=0 code=3 sa_handler=4018db sa_flags=44000004!OTHER
                    """)
    void anEventsColumnsAreTheSameInEverySpelling(String event, String expected) {
        assertThat(columns(read(event))).isEqualTo(expected);
        Reading perf =
                Reading.of(
                        "            perf    45 [000]    24.797871:         any:" + event + "\n");
        assertThat(columns(perf.only())).isEqualTo(expected);
        assertThat(perf.only().event().event()).isEqualTo(read(event).event().event());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    tracing_mark_write: user marker from sh: hello world!MARKER|tracing_mark_write|user marker from sh: hello world
                    tracing_mark_write: no newline: lock_acquire: 0000 fake!MARKER|tracing_mark_write|no newline: lock_acquire: 0000 fake
                    tracing_mark_write: sh-55 [001] ..... 5.7: lock_acquire: 0000000000000001 x!MARKER|tracing_mark_write|sh-55 [001] ..... 5.7: lock_acquire: 0000000000000001 x
                    tracing_mark_write: !MARKER|tracing_mark_write|
                    tracing_mark_write:!MARKER|tracing_mark_write|
                    tracing_mark_write: (x) -> y!MARKER|tracing_mark_write|(x) -> y
                    tracing_mark_write: : -> y!MARKER|tracing_mark_write|: -> y
                    console:   ok  |!MARKER|console|  ok  |
                    console:                      A-A deadlock:!MARKER|console|                     A-A deadlock:
                    console: !MARKER|console|
                    console(x)!MARKER|console|(x)
                    print: hello!MARKER|print|hello
                    __dotest: K61_CELL_BEGIN 1!OTHER|__dotest|K61_CELL_BEGIN 1
                    0xffffffffa0009101: K61_STEP 0!OTHER|0xffffffffa0009101|K61_STEP 0
                    mpx: (do_munmap+0x0/0x50) from=0x1 len=0x2!OTHER|mpx|(do_munmap+0x0/0x50) from=0x1 len=0x2
                    sys_mmap: (__x64_sys_mmap+0x0/0x50)!OTHER|sys_mmap|(__x64_sys_mmap+0x0/0x50)
                    sys_brk -> soon!OTHER|sys_brk|-> soon
                    func -> 0x5!OTHER|func|-> 0x5
                    func(a: 1)!OTHER|func|(a: 1)
                    a:b:c: d!OTHER|a:b:c|d
                    schedule <-schedule_timeout!OTHER|function|schedule <-schedule_timeout
                    """)
    void otherEventsAndMarkersKeepTheirTextVerbatim(String event, String expected) {
        TraceEvent.Traced traced = (TraceEvent.Traced) read(event).event();
        assertThat(traced.kind() + "|" + traced.event() + "|" + traced.arguments())
                .isEqualTo(expected);
    }

    @Test
    void theArgumentsOfAKnownEventAreKeptWithoutTheirPadding() {
        TraceEvent.Traced traced =
                (TraceEvent.Traced) read("sys_exit_brk:         0xbf71000").event();
        assertThat(traced.arguments()).isEqualTo("0xbf71000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    sched_switch: nonsense!t:2:66: expected the arguments of sched_switch, found 'nonsense'
                    sched_switch: prev_comm=a prev_pid=x next_comm=b next_pid=2!t:2:66: expected the arguments of sched_switch, found 'prev_comm=a prev_pid=x next_comm=b next_'
                    page_fault_user: address=0x1 ip=2!t:2:69: expected the arguments of page_fault_user, found 'address=0x1 ip=2'
                    page_fault_user: nothing!t:2:69: expected the arguments of page_fault_user, found 'nothing'
                    irq_handler_entry: irq=a name=x!t:2:71: expected the arguments of irq_handler_entry, found 'irq=a name=x'
                    local_timer_entry: 236!t:2:71: expected the arguments of local_timer_entry, found '236'
                    sched_process_fork: comm=sh pid=55!t:2:72: expected the arguments of sched_process_fork, found 'comm=sh pid=55'
                    contention_end: 000000004969de7b!t:2:68: expected the arguments of contention_end, found '000000004969de7b'
                    contention_begin:!t:2:69: expected the arguments of contention_begin, found ''
                    mpx_unmap_search: [0x1]!t:2:70: expected the arguments of mpx_unmap_search, found '[0x1]'
                    sys_exit: NR 33!t:2:62: expected the arguments of sys_exit, found 'NR 33'
                    no name at all!t:2:52: expected the name of an event and ':', found 'no name at all'
                    ''!t:2:52: expected the name of an event and ':', found ''
                    :!t:2:52: expected the name of an event and ':', found ':'
                    (!t:2:52: expected the name of an event and ':', found '('
                    Unknown type 1234!t:2:52: expected the name of an event and ':', found 'Unknown type 1234'
                    """)
    void argumentsInNoKnownSpellingAreReportedInTheirPlace(String event, String message) {
        Reading reading = Reading.of(PREFIX + "a: b\n" + PREFIX + event + "\n");
        TraceFacts facts = reading.facts();
        assertThat(facts.malformed()).isEqualTo(1);
        assertThat(facts.firstMalformed().get(0).message("t")).isEqualTo(message);
        assertThat(reading.rows()).hasSize(1);
        assertThat(reading.everyLineCounts()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    CPU:0 [LOST 1589 EVENTS]!0!1589!1589
                    CPU:12 [LOST EVENTS]!12!-1!0
                    CPU:3 [472 EVENTS DROPPED]!3!472!472
                    CPU:3 [EVENTS DROPPED]!3!-1!0
                    """)
    void lostEventsAreAGapOnTheirCpu(String line, int cpu, long count, long total) {
        Reading reading = Reading.of(line + "\n");
        assertThat(reading.only().event().kind()).isEqualTo(EventKind.LOST);
        assertThat(reading.only().event().origin().cpu()).isEqualTo(cpu);
        assertThat(((TraceEvent.Gap) reading.only().event()).count()).isEqualTo(count);
        assertThat(reading.facts().lost()).isEqualTo(total);
        assertThat(reading.facts().lossMarkers()).isEqualTo(1);
        assertThat(reading.everyLineCounts()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CPU:0 [LOST 15x EVENTS]",
                "CPU:0",
                "CPU: [LOST 1 EVENTS]",
                "CPU:0 [ EVENTS]",
                "CPU:0 [GAIN 1 EVENTS]",
                "CPU:x [LOST EVENTS]",
                "CPU:0 [LOST 1 EVENTS DROPPED]"
            })
    void anythingElseThatBeginsLikeThatIsReported(String line) {
        TraceFacts facts = Reading.of(PREFIX + "a: b\n" + line + "\n").facts();
        assertThat(facts.firstMalformed())
                .extracting(bad -> bad.message("t"))
                .containsExactly("t:2:1: expected 'CPU:n [LOST n EVENTS]', found '" + line + "'");
    }

    @Test
    void aBufferThatStartsLateIsAGapOnItsCpu() {
        Reading reading = Reading.of("##### CPU 3 buffer started ####\n");
        assertThat(reading.only().event().kind()).isEqualTo(EventKind.BUFFER_STARTED);
        assertThat(reading.only().event().origin().cpu()).isEqualTo(3);
        assertThat(reading.facts().lossMarkers()).isEqualTo(1);
        assertThat(reading.facts().lost()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"# tracer: nop", "cpus=4"})
    void aHeaderBeginsARecording(String header) {
        Reading reading = Reading.of(header + "\n");
        assertThat(reading.rows().get(0).event().kind()).isEqualTo(EventKind.RECORDING_STARTED);
        assertThat(reading.rows().get(0).event().origin().line()).isEqualTo(1);
        assertThat(reading.facts().comments()).isEqualTo(1);
        assertThat(reading.facts().firstTime()).isEmpty();
        assertThat(reading.everyLineCounts()).isTrue();
    }

    @Test
    void everyHeaderOfEveryTracerIsAComment() {
        String headers =
                """
                # tracer: nop
                #
                # entries-in-buffer/entries-written: 15224/16955   #P:4
                #
                #                                _-----=> irqs-off/BH-disabled
                #                               / _----=> need-resched
                #           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
                #              | |         |   |||||     |         |
                # nop latency trace v1.1.5 on 6.1.192-k61
                # --------------------------------------------------------------------
                # latency: 0 us, #13815/13815, CPU#0 | (M:preempt VP:0, KP:0, SP:0 HP:0 #P:4)
                #    -----------------
                #    | task: -0 (uid:0 nice:0 policy:0 rt_prio:0)
                #  cmd     pid     |||||| time  |   caller
                #     \\   /        ||||||  \\    |    /
                # captured on    : Sun Nov 22 14:14:00 2026
                # cmdline : /usr/bin/perf record -e lock:* -a

                """;
        Reading reading = Reading.of(headers);
        assertThat(reading.rows())
                .extracting(row -> row.event().kind())
                .containsExactly(
                        EventKind.RECORDING_STARTED,
                        EventKind.CPU_COUNT,
                        EventKind.CPU_COUNT,
                        EventKind.CPU_COUNT);
        assertThat(reading.rows())
                .extracting(Reading.Columns::payload)
                .containsExactly(List.of(0L), List.of(4L, 1731L), List.of(0L, 0L, 1L), List.of(4L));
        assertThat(reading.facts().comments()).isEqualTo(headers.lines().count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpus=12",
                "# entries-in-buffer/entries-written: 15224/16955   #P:12",
                "# latency: 0 us, #13815/13815, CPU#0 | (M:preempt VP:0, KP:0, SP:0 HP:0 #P:12)",
                "# nrcpus online : 12"
            })
    void aHeaderTellsHowManyCpusTheMachineHas(String header) {
        Reading reading =
                Reading.of(header + "\n  sh-1  [003] .....  1.000000: lock_release: 01 a\n");
        assertThat(reading.facts().machineCpus()).isEqualTo(12);
        assertThat(reading.facts().cpus()).isEqualTo(1);
        assertThat(reading.facts().ofSomeCpus()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# entries-in-buffer/entries-written: 15224/16955",
                "# entries-in-buffer/entries-written: 15224/16955   #P:0",
                "# entries-in-buffer/entries-written: 15224/16955   #P:x",
                "# my own remark, #P:12"
            })
    void withoutAHeaderThatTellsTheNumbersOfTheCpusDo(String header) {
        Reading reading =
                Reading.of(header + "\n  sh-1  [003] .....  1.000000: lock_release: 01 a\n");
        assertThat(reading.rows()).hasSize(1);
        assertThat(reading.facts().machineCpus()).isEqualTo(4);
    }

    @Test
    void stackTracesBelongToTheEventBefore() {
        Reading reading =
                Reading.of(
                        """
                                     tar-492     [003] ...1.   254.987439: lock_release: 0000000083b67d8f binfmt_lock
                                     tar-492     [003] ...1.   254.987442: <stack trace>
                         => lock_release
                         => _raw_read_unlock
                                     tar-492     [003] ...1.   254.987442: <user stack trace>
                         =>  <000000000047b5e1>
                                     tar-492     [003] .....   254.987445: lock_acquire: 0000000044f5a478 fs_reclaim
                        perf    63 [000]    53.444225: lock:lock_acquire: 0xffffffff81cc8a80 read rcu_read_lock
                        \tffffffff810b4223 lock_acquire+0x233 ([kernel.kallsyms])
                        \tffffffff8114eb8e perf_event_update_userpage+0x4e ([kernel.kallsyms])

                        """);
        assertThat(reading.rows()).hasSize(3);
        assertThat(reading.facts().annotations()).isEqualTo(7);
        assertThat(reading.facts().comments()).isEqualTo(1);
        assertThat(reading.facts().malformed()).isZero();
        assertThat(reading.everyLineCounts()).isTrue();
    }
}
