package org.lockreplay.report.ci;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.lockreplay.report.ci.TestCases.Outcome;
import org.lockreplay.report.ci.TestCases.Suite;
import org.lockreplay.report.ci.TestCases.TestCase;
import org.lockreplay.text.VisibleText;

/**
 * A run as JUnit's XML, in the dialect that Jenkins, GitLab and Surefire have in common: a suite
 * for each trace, a test case for each rule.
 *
 * <p>All text is made visible first, so that no character stands in it that XML 1.0 forbids.
 */
final class JunitXml {

    private static final String NO_TIME = "0";

    private final XMLStreamWriter out;
    private final Map<String, Integer> named = new HashMap<>();

    private JunitXml(XMLStreamWriter out) {
        this.out = out;
    }

    static void write(CiRun run, OutputStream stream) throws IOException {
        try {
            XMLStreamWriter out =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(stream, "UTF-8");
            out.writeStartDocument("UTF-8", "1.0");
            out.writeCharacters("\n");
            new JunitXml(out).suites(TestCases.of(run));
            out.writeEndDocument();
            out.writeCharacters("\n");
            out.flush();
        } catch (XMLStreamException refused) {
            throw new IOException(refused.getMessage(), refused);
        }
    }

    private void suites(List<Suite> suites) throws XMLStreamException {
        out.writeStartElement("testsuites");
        out.writeAttribute("name", "lockreplay");
        out.writeAttribute("tests", sum(suites, suite -> suite.cases().size()));
        out.writeAttribute("failures", sum(suites, suite -> suite.count(Outcome.FAILED)));
        out.writeAttribute("errors", sum(suites, suite -> suite.count(Outcome.BROKEN)));
        for (Suite suite : suites) {
            suite(suite);
        }
        out.writeCharacters("\n");
        out.writeEndElement();
    }

    private void suite(Suite suite) throws XMLStreamException {
        int again = named.merge(suite.path(), 1, Integer::sum);
        String name = VisibleText.of(suite.path()) + (again > 1 ? " (" + again + ")" : "");
        out.writeCharacters("\n  ");
        out.writeStartElement("testsuite");
        out.writeAttribute("name", name);
        out.writeAttribute("tests", Long.toString(suite.cases().size()));
        out.writeAttribute("failures", Long.toString(suite.count(Outcome.FAILED)));
        out.writeAttribute("errors", Long.toString(suite.count(Outcome.BROKEN)));
        out.writeAttribute("skipped", Long.toString(suite.count(Outcome.SKIPPED)));
        out.writeAttribute("time", NO_TIME);
        for (TestCase test : suite.cases()) {
            test(className(name), test);
        }
        out.writeCharacters("\n  ");
        out.writeEndElement();
    }

    private void test(String className, TestCase test) throws XMLStreamException {
        out.writeCharacters("\n    ");
        boolean empty = test.outcome() == Outcome.PASSED && test.text().isEmpty();
        if (empty) {
            out.writeEmptyElement("testcase");
        } else {
            out.writeStartElement("testcase");
        }
        out.writeAttribute("classname", className);
        out.writeAttribute("name", VisibleText.of(test.name()));
        out.writeAttribute("time", NO_TIME);
        if (!empty) {
            outcome(test);
            out.writeCharacters("\n    ");
            out.writeEndElement();
        }
    }

    private void outcome(TestCase test) throws XMLStreamException {
        out.writeCharacters("\n      ");
        switch (test.outcome()) {
            case PASSED -> out.writeStartElement("system-out");
            case SKIPPED -> out.writeStartElement("skipped");
            case FAILED -> problem("failure", test);
            case BROKEN -> problem("error", test);
        }
        out.writeCharacters(test.text());
        out.writeEndElement();
    }

    private void problem(String element, TestCase test) throws XMLStreamException {
        out.writeStartElement(element);
        out.writeAttribute("type", VisibleText.of(test.name()));
        out.writeAttribute("message", VisibleText.of(test.message()));
    }

    /** Folders as packages: what stands behind the last point is taken for a class. */
    private static String className(String path) {
        return TracePath.tidy(path).replace('.', '_').replaceAll("^/+", "").replace('/', '.');
    }

    private static String sum(List<Suite> suites, ToLongFunction<Suite> count) {
        return Long.toString(suites.stream().mapToLong(count).sum());
    }
}
