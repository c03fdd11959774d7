package org.lockreplay.protocol.file;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;

/** Reads steps; knows the locks, routines and operations that they may name. */
final class StepReader {

    private static final String NAME = "name";

    /** The member that says what a step is, and what else it may have. */
    private record Form(String word, FormReader reader, List<String> others) {

        String[] members() {
            return Stream.concat(Stream.of(word, NAME), others.stream()).toArray(String[]::new);
        }
    }

    private static final List<Form> FORMS =
            List.of(
                    new Form("lock", StepReader::lock, List.of("mode")),
                    new Form("try", StepReader::attempt, List.of("mode", "then", "failed")),
                    new Form("unlock", StepReader::unlock, List.of("mode")),
                    new Form("downgrade", StepReader::downgrade, List.of()),
                    new Form("touch", (reader, step) -> touch(step), List.of()),
                    new Form("page-faults", (reader, step) -> pageFaults(step), List.of()),
                    new Form("effect", (reader, step) -> change(step), List.of()),
                    new Form("if", StepReader::choice, List.of("then", "else")),
                    new Form("optional", StepReader::maybe, List.of()),
                    new Form("repeat", StepReader::repeat, List.of("while")),
                    new Form("call", StepReader::call, List.of()),
                    new Form("begin", StepReader::begin, List.of()));

    private final List<ProtocolLock> locks;
    private final Set<String> routines;
    private final Set<String> operations;

    StepReader(List<ProtocolLock> locks, Set<String> routines, Set<String> operations) {
        this.locks = locks;
        this.routines = routines;
        this.operations = operations;
    }

    List<Step> steps(JsonValue list) throws JsonException {
        return Members.elements(list, this::step);
    }

    /** The name of a lock that the file has. */
    String lockName(JsonValue value) throws JsonException {
        return lock(value).name();
    }

    static LockMode mode(JsonValue value) throws JsonException {
        return Members.word(value, LockMode.values(), LockMode::word);
    }

    static Test test(JsonValue value) throws JsonException {
        String text = value.text();
        for (Condition condition : Condition.values()) {
            if (text.equals(condition.word()) || text.equals("not " + condition.word())) {
                return new Test(condition, !text.startsWith("not "));
            }
        }
        throw value.unexpected(
                "a condition, such as '"
                        + Condition.MANAGED.word()
                        + "' or 'not "
                        + Condition.MANAGED.word()
                        + "'",
                "'" + text + "'");
    }

    @FunctionalInterface
    private interface FormReader {
        Step read(StepReader reader, Members step) throws JsonException;
    }

    private Step step(JsonValue value) throws JsonException {
        List<String> members = value.members();
        for (Form form : FORMS) {
            if (members.contains(form.word())) {
                return form.reader().read(this, Members.of(value, form.members()));
            }
        }
        String words = FORMS.stream().map(Form::word).collect(joining(", "));
        throw value.unexpected(
                "a step: an object with one of " + words,
                members.isEmpty() ? "an empty one" : "'" + members.get(0) + "'");
    }

    private Step lock(Members step) throws JsonException {
        ProtocolLock lock = step.value("lock", this::lock);
        LockMode mode = mode(step, lock);
        return new Step.Lock(step.name(lock.call("lock", mode)), lock.name(), mode);
    }

    private Step attempt(Members step) throws JsonException {
        ProtocolLock lock = step.value("try", this::lock);
        LockMode mode = mode(step, lock);
        return new Step.Try(
                step.name("try " + lock.call("lock", mode)),
                lock.name(),
                mode,
                step.optional("then", this::steps).orElse(List.of()),
                step.optional("failed", this::steps).orElse(List.of()));
    }

    private Step unlock(Members step) throws JsonException {
        ProtocolLock lock = step.value("unlock", this::lock);
        LockMode mode = mode(step, lock);
        return new Step.Unlock(step.name(lock.call("unlock", mode)), lock.name());
    }

    private Step downgrade(Members step) throws JsonException {
        ProtocolLock lock = step.value("downgrade", this::sharedLock);
        return new Step.Downgrade(step.name("downgrade_write(" + lock.name() + ")"), lock.name());
    }

    private static Step touch(Members step) throws JsonException {
        return new Step.Touch(step.name("touch " + step.text("touch")));
    }

    private static Step pageFaults(Members step) throws JsonException {
        boolean on = step.value("page-faults", StepReader::onOrOff);
        return new Step.PageFaults(step.name(on ? "pagefault_enable" : "pagefault_disable"), on);
    }

    private static Step change(Members step) throws JsonException {
        Effect effect =
                step.value("effect", value -> Members.word(value, Effect.values(), Effect::word));
        return new Step.Change(step.name(effect.word()), effect);
    }

    private Step choice(Members step) throws JsonException {
        Test test = step.value("if", StepReader::test);
        return new Step.If(
                step.name("if " + test.words()),
                test,
                step.value("then", this::steps),
                step.optional("else", this::steps).orElse(List.of()));
    }

    private Step maybe(Members step) throws JsonException {
        return new Step.Maybe(step.name("optional"), step.value("optional", this::steps));
    }

    private Step repeat(Members step) throws JsonException {
        return new Step.Repeat(
                step.name("repeat"),
                step.value("repeat", this::steps),
                step.value("while", StepReader::test));
    }

    private Step call(Members step) throws JsonException {
        String routine =
                step.value("call", value -> known(value, routines, "a routine of this file"));
        return new Step.Call(step.name(routine), routine);
    }

    private Step begin(Members step) throws JsonException {
        String operation =
                step.value("begin", value -> known(value, operations, "an operation of this file"));
        return new Step.Begin(step.name("begin " + operation), operation);
    }

    private static LockMode mode(Members step, ProtocolLock lock) throws JsonException {
        if (!lock.kind().isShared() && !step.has("mode")) {
            return LockMode.WRITE;
        }
        return step.value(
                "mode",
                value -> {
                    LockMode mode = mode(value);
                    if (mode == LockMode.READ && !lock.kind().isShared()) {
                        throw value.unexpected(
                                "'write', since '" + lock.name() + "' is a " + lock.kind().word(),
                                "'read'");
                    }
                    return mode;
                });
    }

    private static boolean onOrOff(JsonValue value) throws JsonException {
        return Members.word(
                value, new Boolean[] {true, false}, on -> on.booleanValue() ? "on" : "off");
    }

    private ProtocolLock lock(JsonValue value) throws JsonException {
        for (ProtocolLock lock : locks) {
            if (lock.name().equals(value.text())) {
                return lock;
            }
        }
        throw value.unexpected("a lock of 'locks'", "'" + value.text() + "'");
    }

    private ProtocolLock sharedLock(JsonValue value) throws JsonException {
        ProtocolLock lock = lock(value);
        if (!lock.kind().isShared()) {
            throw value.unexpected("a lock with readers", "'" + lock.name() + "'");
        }
        return lock;
    }

    private static String known(JsonValue value, Set<String> names, String what)
            throws JsonException {
        if (!names.contains(value.text())) {
            throw value.unexpected(what, "'" + value.text() + "'");
        }
        return value.text();
    }
}
