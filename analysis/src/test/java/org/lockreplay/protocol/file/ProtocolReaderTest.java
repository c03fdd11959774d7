package org.lockreplay.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolReaderTest {

    @Test
    void aStepIsCalledAsTheKernelCallsIt() throws IOException {
        Protocol protocol = Written.read(Written.TWO_LOCKS);
        assertThat(protocol.routines().get("both"))
                .extracting(Step::name)
                .containsExactly("down_read(a)", "mutex_lock(b)");
        assertThat(protocol.operation("one").orElseThrow().steps())
                .extracting(Step::name)
                .containsExactly("both", "mutex_unlock(b)", "up_read(a)");
    }

    @Test
    void aPropertyIsClaimedUnlessItSaysOtherwise() throws IOException {
        assertThat(Written.read(Written.TWO_LOCKS).properties())
                .containsExactly(new Property("p", Rule.DEADLOCK, true, ""));
    }

    @Test
    void aVariantChangesTheStepThatItNamesAndNothingElse() throws IOException {
        Protocol protocol = Written.read(Written.TWO_LOCKS);
        Protocol changed = protocol.with(protocol.variant("v").orElseThrow());
        assertThat(changed.name()).isEqualTo("two+v");
        assertThat(changed.routines().get("both"))
                .extracting(Step::name)
                .containsExactly("down_read(a)");
        assertThat(changed.operations()).isEqualTo(protocol.operations());
    }

    @Test
    void anOrderOfSeveralChainsIsClosed() throws IOException {
        Protocol protocol =
                Written.read(
                        """
                        {"schema": "lockreplay-protocol/1", "name": "o", "title": "t",
                         "locks": [{"name": "a", "kind": "mutex"}, {"name": "b", "kind": "mutex"},
                                   {"name": "c", "kind": "mutex"}, {"name": "d", "kind": "mutex"}],
                         "orders": [["a", "b"], ["b", "c"], [["a", "b"], "d"]]}
                        """);
        assertThat(protocol.declaredOrder().orElseThrow().forbids("c", "a")).isTrue();
        assertThat(protocol.declaredOrder().orElseThrow().forbids("d", "c")).isFalse();
        assertThat(protocol.declaredOrder().orElseThrow().forbids("c", "d")).isFalse();
        assertThat(protocol.orders()).hasSize(3).contains(List.of(List.of("a"), List.of("b")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "protocol/1\" | protocol/2\" | p.json:1:12: expected schema"
                        + " 'lockreplay-protocol/1', the one this version knows, found"
                        + " 'lockreplay-protocol/2'",
                "\"&x->a\" | \"read lock\" | p.json:2:55: expected the name of a lock as traces have"
                        + " it, which begins with neither 'try ' nor 'read ' and has no space at its"
                        + " ends, found 'read lock' (in locks[0].aliases[0])",
                "\"call\": \"both\" | \"call\": \"none\" | p.json:7:39: expected a routine of this"
                        + " file, found 'none' (in operations[0].steps[0].call)",
                "{\"unlock\": \"b\"} | {\"unlok\": \"b\"} | p.json:8:6: expected a step: an object"
                        + " with one of lock, try, unlock, downgrade, touch, page-faults, effect,"
                        + " if, optional, repeat, call, begin, found 'unlok' (in"
                        + " operations[0].steps[1])",
                "\"lock\": \"a\", \"mode\" | \"lock\": \"a\", \"mod\" | p.json:5:45: expected one of"
                        + " the members lock, name, mode, found 'mod' (in routines.both[0])",
                "{\"lock\": \"b\"} | {\"lock\": \"b\", \"mode\": \"read\"} | p.json:5:77: expected"
                        + " 'write', since 'b' is a mutex, found 'read' (in"
                        + " routines.both[1].mode)",
                "\"rwsem\" | \"sem\" | p.json:2:34: expected one of rwsem, rwlock, mutex,"
                        + " spinlock, found 'sem' (in locks[0].kind)",
                "[\"a\", \"b\"] | [\"a\", \"b\", \"a\"] | p.json:4:22: expected each name once, found"
                        + " 'a' again (in order[2])",
                "\"both/mutex_lock(b)\" | \"both/x\" | p.json:13:25: expected edits of steps that"
                        + " are there, found no step 'both/x': 'both' has 'down_read(a)', 'mutex_lock(b)' (in variants[0].edits)",
            })
    void aMistakeIsToldWithItsPlaceAndTheWayThere(String from, String to, String message) {
        assertThat(Written.TWO_LOCKS).contains(from);
        assertThatThrownBy(() -> Written.read(Written.TWO_LOCKS.replace(from, to)))
                .hasMessage(message);
    }

    @Test
    void anEditFindsAStepBehindATryThatSucceeds() throws IOException {
        Protocol protocol =
                Written.read(
                        Written.TWO_LOCKS
                                .replace(
                                        "\"mode\": \"read\"}, {\"lock\": \"b\"}",
                                        "\"mode\": \"read\"}, {\"try\": \"b\", \"then\": [{\"touch\":"
                                                + " \"x\"}, {\"unlock\": \"b\"}]}")
                                .replace(
                                        "{\"unlock\": \"b\"}, {\"unlock\": \"a\"",
                                        "{\"unlock\": \"a\"")
                                .replace("both/mutex_lock(b)", "both/mutex_unlock(b)"));
        Protocol changed = protocol.with(protocol.variant("v").orElseThrow());
        Step.Try before = (Step.Try) protocol.routines().get("both").get(1);
        Step.Try after = (Step.Try) changed.routines().get("both").get(1);
        assertThat(before.taken())
                .extracting(Step::name)
                .containsExactly("touch x", "mutex_unlock(b)");
        assertThat(after.taken()).extracting(Step::name).containsExactly("touch x");
        assertThat(after.failed()).isEmpty();
    }

    @Test
    void aCircleOfCallsIsToldWithTheWayAround() {
        assertThatThrownBy(
                        () ->
                                Written.read(
                                        Written.TWO_LOCKS.replace(
                                                "{\"lock\": \"b\"}", "{\"call\": \"both\"}")))
                .hasMessage(
                        "p.json:5:23: expected calls that come to an end, found a circle: both > both");
        assertThatThrownBy(
                        () ->
                                Written.read(
                                        Written.TWO_LOCKS.replace(
                                                "{\"call\": \"both\"}", "{\"begin\": \"one\"}")))
                .hasMessage(
                        "p.json:7:4: expected calls that come to an end, found a circle: one > one");
    }

    @Test
    void ordersThatContradictEachOtherAreRefusedWhereTheyDo() {
        assertThatThrownBy(
                        () ->
                                Written.read(
                                        Written.TWO_LOCKS.replace(
                                                "\"order\": [\"a\", \"b\"]",
                                                "\"orders\": [[\"a\", \"b\"], [\"b\", \"a\"]]")))
                .hasMessage(
                        "p.json:4:31: expected an order that agrees with what is declared before,"
                                + " found 'a' inside 'b', which belongs inside 'a' (in"
                                + " orders[1][1])");
    }
}
