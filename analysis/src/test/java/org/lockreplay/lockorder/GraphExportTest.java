package org.lockreplay.lockorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.summary.LockOrderSummary;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class GraphExportTest {

    private static final LockOrderSummary SAMPLE =
            trace("a.trace")
                    .by("k61 t-1", 46, 0)
                    .times(3)
                    .nest(write("mtx_b", 1), read("&(&x->y)->lock", 2))
                    .by("say \"x\\y\"", 47, 0)
                    .nest(write("a \"quoted\\name", 3), write("mtx_b", 1))
                    .summary();

    private static final LockOrderSummary HOSTILE =
            trace("e\u001bvil")
                    .by("t\u0000<&>", 1, 0)
                    .nest(write("\u001b]0;x\u0007<&>\"", 1), write("\u202e\uffff]]>", 2))
                    .summary();

    @Test
    void dotQuotesEveryName() {
        assertThat(export(SAMPLE, GraphFormat.DOT))
                .isEqualTo(
                        """
                        digraph lockorder {
                          "&(&x->y)->lock";
                          "a \\"quoted\\\\name";
                          "mtx_b";
                          "a \\"quoted\\\\name" -> "mtx_b" [ outerMode="write" innerMode="write" \
                        recursiveReader="false" count="3" tasks="1" trace="a.trace" line="204" \
                        task="say \\"x\\\\y\\"-47" label="write > write, 3x" ];
                          "mtx_b" -> "&(&x->y)->lock" [ outerMode="write" innerMode="read" \
                        recursiveReader="false" count="3" tasks="1" trace="a.trace" line="102" \
                        task="k61 t-1-46" label="write > read, 3x" ];
                        }
                        """);
    }

    @Test
    void graphMlIsXmlWhateverTheNames() throws Exception {
        Document document = xml(export(HOSTILE, GraphFormat.GRAPHML));
        assertThat(document.getElementsByTagName("node").getLength()).isEqualTo(2);
        assertThat(document.getElementsByTagName("edge").getLength()).isEqualTo(1);
        assertThat(
                        document.getElementsByTagName("edge")
                                .item(0)
                                .getAttributes()
                                .getNamedItem("source")
                                .getNodeValue())
                .isEqualTo("\\x1b]0;x\\x07<&>\"");
    }

    @Test
    void jsonHasTheNamesAsTheyAre() throws IOException {
        String text = export(HOSTILE, GraphFormat.JSON);
        JsonValue graph =
                new JsonReader(
                                "graph",
                                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                        .document();
        assertThat(graph.member("edges").elements().get(0).text("source"))
                .isEqualTo("\u001b]0;x\u0007<&>\"");
        assertThat(graph.member("edges").elements().get(0).number("count")).isEqualTo(1);
    }

    @Test
    void noFormHoldsControlCharacters() {
        for (GraphFormat format : GraphFormat.values()) {
            assertThat(export(HOSTILE, format).chars())
                    .as("%s", format)
                    .allMatch(c -> c == '\n' || c == '\r' || c == '\t' || c >= ' ');
        }
    }

    @Test
    void theSameGraphGivesTheSameText() {
        for (GraphFormat format : GraphFormat.values()) {
            assertThat(export(SAMPLE, format)).isEqualTo(export(SAMPLE, format));
        }
    }

    private static String export(LockOrderSummary summary, GraphFormat format) {
        StringWriter out = new StringWriter();
        LockOrderGraph graph = new LockOrderGraph(summary, LockTypes.shipped());
        new GraphExport(graph, summary.traces()).write(format, out);
        return out.toString();
    }

    private static Document xml(String text)
            throws ParserConfigurationException, SAXException, IOException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }
}
