package org.lockreplay.gate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.protocol.file.ShippedProtocols;

/** Writes a manifest so that {@link ManifestReader} reads it back to an equal one. */
public final class ManifestWriter {

    private final JsonOutput out;
    private final Path folder;

    private ManifestWriter(JsonOutput out, Path folder) {
        this.out = out;
        this.folder = folder;
    }

    /**
     * Writes and flushes; does not close the stream.
     *
     * @param target where the manifest is to stand: files that it names are told from there
     */
    public static void write(Manifest manifest, Path target, OutputStream stream)
            throws IOException {
        try (JsonOutput out = JsonOutput.indented(stream)) {
            new ManifestWriter(out, target.resolveSibling("")).manifest(manifest);
            out.writeRaw('\n');
        }
    }

    private void manifest(Manifest manifest) throws IOException {
        out.writeStartObject();
        out.writeStringField("schema", ManifestReader.SCHEMA);
        comment(manifest.comment());
        out.writeObjectFieldStart("defaults");
        settings(manifest.defaults());
        out.writeEndObject();
        out.writeArrayFieldStart("traces");
        for (Manifest.Entry entry : manifest.entries()) {
            out.writeStartObject();
            out.writeStringField("path", entry.path());
            comment(entry.comment());
            settings(entry.settings());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void comment(String comment) throws IOException {
        if (!comment.isEmpty()) {
            out.writeStringField("comment", comment);
        }
    }

    private void settings(TraceSettings settings) throws IOException {
        text("types", settings.types().map(this::below));
        text("order", settings.order().map(this::below));
        text("protocol", settings.protocol().map(this::protocol));
        flag("tasksAreRoles", settings.tasksAreRoles());
        flag("alone", settings.alone());
        text("set", settings.set());
        if (!settings.labels().isEmpty()) {
            out.texts("labels", settings.labels());
        }
        if (settings.findings().isPresent()) {
            expectation(settings.findings().get());
        }
        text("unreadable", settings.unreadable().map(ManifestWriter::word));
        flag("skip", settings.skip());
    }

    private void expectation(Expectation expectation) throws IOException {
        if (expectation.findings().isEmpty()) {
            out.writeStringField("findings", "none");
            return;
        }
        out.writeArrayFieldStart("findings");
        for (Expectation.Wanted wanted : expectation.findings()) {
            out.writeStartObject();
            out.writeStringField("fingerprint", wanted.fingerprint());
            text("severity", wanted.severity().map(ManifestWriter::word));
            if (!wanted.what().isEmpty()) {
                out.writeStringField("what", wanted.what());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private String protocol(String name) {
        return ShippedProtocols.names().contains(name) ? name : below(Path.of(name));
    }

    private String below(Path file) {
        boolean apart = file.isAbsolute() && !folder.isAbsolute();
        return (apart ? file : folder.relativize(file)).toString().replace('\\', '/');
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void text(String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            out.writeStringField(name, text.get());
        }
    }

    private void flag(String name, Optional<Boolean> flag) throws IOException {
        if (flag.isPresent()) {
            out.writeBooleanField(name, flag.get());
        }
    }
}
