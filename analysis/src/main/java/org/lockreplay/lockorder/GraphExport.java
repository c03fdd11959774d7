package org.lockreplay.lockorder;

import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jgrapht.Graph;
import org.jgrapht.graph.DirectedPseudograph;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.AttributeType;
import org.jgrapht.nio.DefaultAttribute;
import org.jgrapht.nio.GraphExporter;
import org.jgrapht.nio.dot.DOTExporter;
import org.jgrapht.nio.graphml.GraphMLExporter;
import org.jgrapht.nio.json.JSONExporter;
import org.lockreplay.event.Origin;
import org.lockreplay.summary.SourceTrace;
import org.lockreplay.text.VisibleText;

/**
 * The lock-order graph as a file for other tools: sorted, each edge with how often, how and where
 * first it was seen. The id of a vertex is the name of its class.
 */
public final class GraphExport {

    private final Graph<String, LockOrderEdge> graph = new DirectedPseudograph<>(null, null, false);
    private final List<SourceTrace> traces;

    /**
     * @param traces those of the summary that the graph is of
     */
    public GraphExport(LockOrderGraph order, List<SourceTrace> traces) {
        this.traces = List.copyOf(traces);
        TreeSet<String> classes = new TreeSet<>();
        for (LockOrderEdge edge : order.edges()) {
            classes.add(edge.outer());
            classes.add(edge.inner());
        }
        classes.forEach(graph::addVertex);
        order.edges().forEach(edge -> graph.addEdge(edge.outer(), edge.inner(), edge));
    }

    /** Writes the graph; does not close the writer. */
    public void write(GraphFormat format, Writer writer) {
        switch (format) {
            case DOT -> dot(writer);
            case GRAPHML -> graphMl(writer);
            case JSON -> json(writer);
        }
    }

    private void dot(Writer writer) {
        // The exporter escapes the quotes of attributes, but takes ids as they are.
        UnaryOperator<String> quoted = name -> '"' + dotText(name).replace("\"", "\\\"") + '"';
        DOTExporter<String, LockOrderEdge> exporter = new DOTExporter<>(quoted);
        exporter.setGraphIdProvider(() -> "lockorder");
        exporter.setEdgeAttributeProvider(
                edge -> {
                    Map<String, Attribute> attributes = attributes(edge, GraphExport::dotText);
                    attributes.put("label", text(label(edge)));
                    return attributes;
                });
        export(exporter, writer);
    }

    private void graphMl(Writer writer) {
        GraphMLExporter<String, LockOrderEdge> exporter = new GraphMLExporter<>(VisibleText::of);
        exporter.setExportEdgeWeights(false);
        for (LockOrderEdge edge : graph.edgeSet()) {
            attributes(edge, VisibleText::of)
                    .forEach(
                            (name, value) ->
                                    exporter.registerAttribute(
                                            name,
                                            GraphMLExporter.AttributeCategory.EDGE,
                                            value.getType()));
            break;
        }
        exporter.setEdgeAttributeProvider(edge -> attributes(edge, VisibleText::of));
        export(exporter, writer);
    }

    private void json(Writer writer) {
        JSONExporter<String, LockOrderEdge> exporter = new JSONExporter<>(name -> name);
        exporter.setEdgeAttributeProvider(edge -> attributes(edge, UnaryOperator.identity()));
        export(exporter, writer);
    }

    private void export(GraphExporter<String, LockOrderEdge> exporter, Writer writer) {
        exporter.exportGraph(graph, writer);
    }

    private Map<String, Attribute> attributes(LockOrderEdge edge, UnaryOperator<String> escape) {
        Origin first = edge.first().what().inner().origin();
        String trace = traces.get(edge.first().trace()).path();
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        attributes.put("outerMode", text(mode(edge.shared())));
        attributes.put("innerMode", text(mode(edge.innerRead())));
        attributes.put(
                "recursiveReader", new DefaultAttribute<>(edge.recursive(), AttributeType.BOOLEAN));
        attributes.put("count", new DefaultAttribute<>(edge.count(), AttributeType.LONG));
        attributes.put("tasks", new DefaultAttribute<>(edge.tasks(), AttributeType.LONG));
        attributes.put("trace", text(escape.apply(trace)));
        attributes.put("line", new DefaultAttribute<>(first.line(), AttributeType.LONG));
        attributes.put("task", text(escape.apply(first.task() + "-" + first.pid())));
        return attributes;
    }

    private static String label(LockOrderEdge edge) {
        return mode(edge.shared()) + " > " + mode(edge.innerRead()) + ", " + edge.count() + "x";
    }

    private static String mode(boolean read) {
        return read ? "read" : "write";
    }

    private static Attribute text(String text) {
        return DefaultAttribute.createAttribute(text);
    }

    /** Inside quotes a backslash escapes, so that it is doubled itself. */
    private static String dotText(String text) {
        return VisibleText.of(text).replace("\\", "\\\\");
    }
}
