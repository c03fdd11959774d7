package org.lockreplay.summary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.json.JsonException;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.ShownType;
import org.lockreplay.story.RandomStories;

class SummaryJsonTest {

    private static final LockOrderSummary SAMPLE =
            trace("a.trace")
                    .by("k61 t-1", 46, 1)
                    .under(write("gate", 9))
                    .nest(write("mtx_a", 0xffff888102a3f498L), read("rws_b", 2))
                    .use(write("sp_i", 7), InterruptUse.Kind.IN_HARDIRQ)
                    .show(write("mtx_a", 1), ShownType.Shown.MUTEX)
                    .summary();

    @Test
    void aSummaryIsReadBackAsItWas() throws IOException {
        for (long seed = 0; seed < 100; seed++) {
            LockOrderSummary summary = LockOrderSummary.mergeAll(RandomStories.summaries(4, seed));
            assertThat(parse(text(summary))).as("seed %d", seed).isEqualTo(summary);
        }
    }

    @Test
    void namesOfAnyKindSurvive() throws IOException {
        LockOrderSummary summary =
                trace("ä\u001b\"\\.trace")
                        .nest(write("a\tb\u202e", 1), write("x".repeat(100_000), 2))
                        .summary();
        assertThat(parse(text(summary))).isEqualTo(summary);
    }

    @Test
    void theFormIsOneObservationALine() throws IOException {
        assertThat(text(SAMPLE))
                .isEqualTo(
                        """
                        {
                        "schema":"lockreplay-summary/1",
                        "traces":[
                        {"path":"a.trace","format":"FTRACE",\
                        "events":{"lock_acquire":600,"lock_acquired":100,"lock_release":300,"sched_process_exit":3},\
                        "lines":1015,"comments":12,"annotations":0,"lossMarkers":0,"lost":0,\
                        "malformed":0,"firstMalformed":[],"firstTime":1000000000,\
                        "lastTime":9000000000,"ticks":false,"flags":true,"softirqFlags":true,\
                        "tasks":4,"cpus":2,"coverage":{"lockEvents":1000,"recordings":1,"gaps":0,\
                        "inferredGaps":0,"unknownReleases":0,"hiddenAddresses":0,"unnamedReleases":0},"mpx":{}}],
                        "classes":[
                        {"trace":0,"lockClass":"mtx_a","acquisitions":10,"reads":0,"tries":0},
                        {"trace":0,"lockClass":"rws_b","acquisitions":10,"reads":0,"tries":0},
                        {"trace":0,"lockClass":"sp_i","acquisitions":10,"reads":0,"tries":0}],
                        "interruptUses":[
                        {"trace":0,"lockClass":"sp_i","kind":"IN_HARDIRQ","read":false,\
                        "lock":{"line":203,"time":4000203000,"pid":46,"task":"k61 t-1","cpu":1,\
                        "context":1311744,"lockClass":"sp_i","address":"0x7","mode":0},\
                        "seen":{"line":203,"time":4000203000,"pid":46,"task":"k61 t-1","cpu":1,\
                        "context":1311744}}],
                        "shownTypes":[
                        {"trace":0,"lockClass":"mtx_a","shown":"MUTEX","seen":{"line":304,\
                        "time":4000304000,"pid":46,"task":"k61 t-1","cpu":1,"context":1311744}}],
                        "nestings":[
                        {"trace":0,"outer":"mtx_a","outerRead":false,"inner":"rws_b",\
                        "innerRead":true,"innerInInterrupt":false,"innerTry":false,"count":1,\
                        "tasks":1,"levels":1,"held":{"line":101,"time":4000101000,"pid":46,\
                        "task":"k61 t-1","cpu":1,"context":1311744,"lockClass":"mtx_a",\
                        "address":"0xffff888102a3f498","mode":0},"taken":{"line":102,\
                        "time":4000102000,"pid":46,"task":"k61 t-1","cpu":1,"context":1311744,\
                        "lockClass":"rws_b","address":"0x2","mode":1},\
                        "guards":[{"lockClass":"gate","address":"0x9"}]}],
                        "instanceNestings":[],
                        "recursions":[],
                        "imbalances":[],
                        "heldAtExit":[],
                        "nestingCases":[],
                        "deadlocks":[],
                        "breaches":[],
                        "unmaps":[],
                        "sections":[],
                        "paths":[]
                        }
                        """);
    }

    @Test
    void aNewerSchemaIsRefusedInASentence() throws IOException {
        refuses(
                text(SAMPLE).replace("summary/1", "summary/2"),
                "x.json:2:10: expected schema 'lockreplay-summary/1', the one this version knows,"
                        + " found 'lockreplay-summary/2'");
    }

    @Test
    void anotherFileIsRefused() {
        refuses(
                "{\"findings\":[]}",
                "x.json:1:2: expected member 'schema' first, found 'findings'");
        refuses("[]", "x.json:1:1: expected an object, found '['");
    }

    @Test
    void damageIsToldWithItsPlace() throws IOException {
        String text = text(SAMPLE);
        refuses(
                text.replace("\"count\":1,", "\"count\":true,"),
                "x.json:14:129: expected a whole number, found 'true'");
        refuses(
                text.replace("\"trace\":0,\"outer\"", "\"trace\":3,\"outer\""),
                "x.json:14:10: expected one of the 1 traces, found '3'");
        refuses(
                text.replace("FTRACE", "PAPER"),
                "x.json:4:28: expected one of [FTRACE, LATENCY, VERBOSE, PERF_SCRIPT, CSV,"
                        + " JSON_LINES, EMPTY], found 'PAPER'");
        refuses(
                text.replace("\"recursions\":[],\n", ""),
                "x.json:24:1: expected member 'recursions', found a summary without");
    }

    @Test
    void aFileThatEndsEarlyIsRefusedWhereverItEnds() throws IOException {
        String text = text(SAMPLE);
        for (int length = 0; length < text.length() - 2; length += 7) {
            String part = text.substring(0, length);
            assertThatThrownBy(() -> parse(part))
                    .as("first %d characters", length)
                    .isInstanceOf(JsonException.class)
                    .hasMessageMatching("(?s)x\\.json:\\d+:\\d+: expected .*, found .*");
        }
    }

    @Test
    void tracesOutOfOrderAreRefused() throws IOException {
        LockOrderSummary both =
                LockOrderSummary.mergeAll(List.of(trace("a").summary(), trace("b").summary()));
        String turned = text(both).replace("\"path\":\"b\"", "\"path\":\"0\"");
        assertThatThrownBy(() -> parse(turned))
                .hasMessageContaining("expected the traces sorted by path, each once");
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(JsonException.class).hasMessage(message);
    }

    private static String text(LockOrderSummary summary) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SummaryWriter.write(summary, out);
        return out.toString(UTF_8);
    }

    private static LockOrderSummary parse(String text) throws IOException {
        return SummaryReader.read("x.json", new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
