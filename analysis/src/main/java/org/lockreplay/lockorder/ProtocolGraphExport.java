package org.lockreplay.lockorder;

import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jgrapht.Graph;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.AttributeType;
import org.jgrapht.nio.DefaultAttribute;
import org.jgrapht.nio.dot.DOTExporter;
import org.jgrapht.nio.graphml.GraphMLExporter;
import org.jgrapht.nio.json.JSONExporter;
import org.lockreplay.text.VisibleText;

/** The lock order of a protocol as a file for other tools; sorted. */
public final class ProtocolGraphExport {

    private final Graph<String, ProtocolGraph.Edge> graph;

    public ProtocolGraphExport(ProtocolGraph order) {
        graph = order.graph();
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
        UnaryOperator<String> escaped = name -> VisibleText.of(name).replace("\\", "\\\\");
        DOTExporter<String, ProtocolGraph.Edge> exporter =
                new DOTExporter<>(name -> '"' + escaped.apply(name).replace("\"", "\\\"") + '"');
        exporter.setGraphIdProvider(() -> "protocol");
        exporter.setEdgeAttributeProvider(
                edge -> {
                    Map<String, Attribute> attributes = attributes(edge, escaped);
                    attributes.put(
                            "label",
                            text(
                                    mode(edge.ends().outerRead())
                                            + " > "
                                            + mode(edge.ends().innerRead())
                                            + (edge.ends().tried() ? " (try)" : "")));
                    return attributes;
                });
        exporter.exportGraph(graph, writer);
    }

    private void graphMl(Writer writer) {
        GraphMLExporter<String, ProtocolGraph.Edge> exporter =
                new GraphMLExporter<>(VisibleText::of);
        exporter.setExportEdgeWeights(false);
        graph.edgeSet().stream()
                .limit(1)
                .flatMap(edge -> attributes(edge, VisibleText::of).entrySet().stream())
                .forEach(
                        one ->
                                exporter.registerAttribute(
                                        one.getKey(),
                                        GraphMLExporter.AttributeCategory.EDGE,
                                        one.getValue().getType()));
        exporter.setEdgeAttributeProvider(edge -> attributes(edge, VisibleText::of));
        exporter.exportGraph(graph, writer);
    }

    private void json(Writer writer) {
        JSONExporter<String, ProtocolGraph.Edge> exporter = new JSONExporter<>(name -> name);
        exporter.setEdgeAttributeProvider(edge -> attributes(edge, UnaryOperator.identity()));
        exporter.exportGraph(graph, writer);
    }

    private static Map<String, Attribute> attributes(
            ProtocolGraph.Edge edge, UnaryOperator<String> escape) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        attributes.put("outerMode", text(mode(edge.ends().outerRead())));
        attributes.put("innerMode", text(mode(edge.ends().innerRead())));
        attributes.put("try", new DefaultAttribute<>(edge.ends().tried(), AttributeType.BOOLEAN));
        attributes.put("operations", text(escape.apply(String.join(", ", edge.operations()))));
        attributes.put("faultsIn", text(escape.apply(String.join(", ", edge.faults()))));
        return attributes;
    }

    private static String mode(boolean read) {
        return read ? "read" : "write";
    }

    private static Attribute text(String text) {
        return DefaultAttribute.createAttribute(text);
    }
}
