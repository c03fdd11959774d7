package org.lockreplay.report.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lockreplay.report.Samples;
import org.lockreplay.text.VisibleText;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class JunitXmlTest {

    @ParameterizedTest
    @MethodSource("org.lockreplay.report.ci.Runs#all")
    void everyReportIsValidByTheSchemaOfJenkins(CiRun run) throws IOException, SAXException {
        schema().newValidator().validate(source(Runs.text(CiFormat.JUNIT, run)));
    }

    @Test
    void theSchemaRefusesWhatIsNoReport() {
        String wrong = Runs.text(CiFormat.JUNIT, Runs.checked(Samples.ABBA));
        assertThatThrownBy(
                        () ->
                                schema().newValidator()
                                        .validate(source(wrong.replace("testcase", "testcose"))))
                .isInstanceOf(SAXException.class);
    }

    @ParameterizedTest
    @MethodSource("org.lockreplay.report.ci.Runs#all")
    void theCountsAreThoseOfTheElements(CiRun run) throws Exception {
        Element suites = parse(run).getDocumentElement();
        assertThat(suites.getAttribute("tests")).isEqualTo(count(suites, "testcase"));
        assertThat(suites.getAttribute("failures")).isEqualTo(count(suites, "failure"));
        assertThat(suites.getAttribute("errors")).isEqualTo(count(suites, "error"));
        for (Element suite : elements(suites, "testsuite")) {
            assertThat(suite.getAttribute("tests")).isEqualTo(count(suite, "testcase"));
            assertThat(suite.getAttribute("failures")).isEqualTo(count(suite, "failure"));
            assertThat(suite.getAttribute("errors")).isEqualTo(count(suite, "error"));
            assertThat(suite.getAttribute("skipped")).isEqualTo(count(suite, "skipped"));
        }
    }

    @ParameterizedTest
    @MethodSource("org.lockreplay.report.ci.Runs#all")
    void noTwoCasesHaveOneName(CiRun run) throws Exception {
        Set<String> names = new HashSet<>();
        for (Element test : elements(parse(run).getDocumentElement(), "testcase")) {
            String name = test.getAttribute("classname") + "#" + test.getAttribute("name");
            assertThat(names.add(name)).as(name).isTrue();
        }
    }

    @Test
    void aFindingFailsTheCaseOfItsRuleAndTrace() throws Exception {
        Document report = parse(Runs.checked(Samples.ABBA));
        Element failed = single(report, "failure");
        assertThat(failed.getAttribute("type")).isEqualTo("cycle");
        assertThat(failed.getAttribute("message")).contains("mtx_a -> mtx_b -> mtx_a");
        assertThat(failed.getTextContent()).contains("*** DEADLOCK ***").contains("\n");
        Element test = (Element) failed.getParentNode();
        assertThat(test.getAttribute("name")).isEqualTo("cycle");
        assertThat(test.getAttribute("classname")).isEqualTo("boot.abba_trace");
    }

    @Test
    void aCircleOverTwoTracesFailsInBoth() throws Exception {
        Document report = parse(Runs.checked(Samples.THREE_OVER_TWO_BOOTS));
        assertThat(elements(report.getDocumentElement(), "failure")).hasSize(2);
    }

    @Test
    void whatCannotBeJudgedIsSkippedWithTheReason() throws Exception {
        Document report = parse(Runs.checked(Samples.NOTHING));
        assertThat(elements(report.getDocumentElement(), "skipped"))
                .extracting(Element::getTextContent)
                .anyMatch(reason -> reason.startsWith("no lock events"));
    }

    @Test
    void whatIsKnownExpectedOrSuppressedPassesAndSaysSo() throws Exception {
        Document report = parse(Runs.gated(Samples.OTHER_RULES.report()));
        List<String> said =
                elements(report.getDocumentElement(), "system-out").stream()
                        .map(Element::getTextContent)
                        .toList();
        assertThat(said).anyMatch(text -> text.contains("Known: the baseline has it."));
        assertThat(said).anyMatch(text -> text.contains("Expected: the manifest"));
        String all = Runs.text(CiFormat.JUNIT, Runs.gated(Samples.OTHER_RULES.report()));
        assertThat(all).contains("Suppressed by mm@example.org: waits for a fix &lt;soon&gt;");
    }

    @Test
    void aFileThatCouldNotBeReadIsAnError() throws Exception {
        Element error = single(parse(Runs.gated(Samples.NOTHING.report())), "error");
        assertThat(error.getAttribute("message")).isEqualTo("corpus/broken one.trace: not a trace");
        assertThat(((Element) error.getParentNode().getParentNode()).getAttribute("name"))
                .isEqualTo("corpus/broken one.trace");
    }

    @Test
    void aFileThatNeedNotBeReadableIsSkipped() throws Exception {
        Document report = parse(Runs.gated(Samples.NOTHING.report()));
        assertThat(elements(report.getDocumentElement(), "skipped"))
                .extracting(Element::getTextContent)
                .contains("corpus/raw.trace: raw events");
    }

    @Test
    void namesComeOutOfTheXmlAsTheyWouldBeShown() throws Exception {
        StringBuilder all = new StringBuilder();
        Element report = parse(Runs.evil()).getDocumentElement();
        for (String element : List.of("failure", "system-out")) {
            elements(report, element).forEach(found -> all.append(found.getTextContent()));
        }
        for (String name : Runs.EVIL_NAMES) {
            assertThat(all).contains(VisibleText.of(name));
        }
    }

    private static Document parse(CiRun run)
            throws ParserConfigurationException, IOException, SAXException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Runs.text(CiFormat.JUNIT, run))));
    }

    private static Element single(Document document, String name) {
        List<Element> found = elements(document.getDocumentElement(), name);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String count(Element parent, String name) {
        return Integer.toString(elements(parent, name).size());
    }

    private static StreamSource source(String xml) {
        return new StreamSource(new StringReader(xml));
    }

    private static Schema schema() throws SAXException {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(JunitXmlTest.class.getResource("jenkins-junit.xsd"));
    }
}
