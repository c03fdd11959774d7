package org.lockreplay.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.parser.PeekStream;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;

/**
 * The files of folders of traces, with what their manifests say of each.
 *
 * <p>Hidden files and folders are no part of it, nor are the files that the gate itself keeps
 * there.
 */
public final class Corpus {

    /** Files in the folder that say something about traces and are none. */
    private static final Set<String> OURS =
            Set.of(Manifest.FILE_NAME, BaselineFile.FILE_NAME, SuppressionFile.FILE_NAME);

    private static final String TRACE = ".trace";

    private static final String NOT_THERE = ": no such file or directory";

    private static final String READ_TWICE =
            "; a trace may have to be looked at again, so save it to one";

    private final Map<String, CorpusFile> files = new TreeMap<>();
    private final List<Folder> folders = new ArrayList<>();
    private final SameFiles same = new SameFiles();
    private final Set<String> namedByManifests = new HashSet<>();

    /**
     * A folder of the corpus.
     *
     * @param prefix what the paths of its files begin with
     * @param manifestPath where its manifest is, or would be
     */
    record Folder(String prefix, Path manifestPath, Manifest manifest) {}

    private Corpus() {}

    /**
     * Finds the files of all roots.
     *
     * @param roots folders, or single traces
     * @param manifest the manifest of every folder; empty if each has its own, or none
     * @throws org.lockreplay.json.JsonException if a manifest is wrong, with the place
     */
    public static Corpus open(List<String> roots, Optional<Path> manifest) throws IOException {
        Corpus corpus = new Corpus();
        for (String root : roots) {
            Path path = Path.of(root);
            if (Files.isDirectory(path)) {
                corpus.addFolder(root, path, manifest);
            } else {
                corpus.addTrace(root, path);
            }
        }
        corpus.same.again(corpus.namedByManifests).forEach(corpus::put);
        return corpus;
    }

    /**
     * Whether a file in the folder of a corpus is one that its users would miss: a trace, or what
     * they say about traces.
     */
    public static boolean isInput(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (OURS.contains(name) || name.contains(TRACE)) {
            return true;
        }
        try (InputStream stream = Files.newInputStream(file)) {
            PeekStream plain = TraceReader.decompressed(name, stream);
            return new Recognition().whyNoTrace(plain).isEmpty();
        } catch (UnreadableTraceException damaged) {
            return true; // a gate tells of it
        }
    }

    /** By path. */
    public Collection<CorpusFile> files() {
        return files.values();
    }

    List<Folder> folders() {
        return List.copyOf(folders);
    }

    private static Manifest read(Path path, boolean needed) throws IOException {
        if (!needed && !Files.exists(path)) {
            return Manifest.NONE;
        }
        if (!Files.exists(path)) {
            throw new CorpusException(path + NOT_THERE);
        }
        if (Files.isDirectory(path)) {
            throw new CorpusException(path + ": expected a manifest, found a folder");
        }
        try (InputStream stream = Files.newInputStream(path)) {
            return ManifestReader.read(path, stream, Files::isRegularFile);
        }
    }

    /** A trace that is not there is told like one that cannot be read. */
    private void addTrace(String root, Path path) throws IOException {
        if (!Files.exists(path)) {
            putMissing(path, slashes(root), TraceSettings.PLAIN, root + NOT_THERE);
            return;
        }
        FolderFiles.Found found = FolderFiles.one(path);
        CorpusFile file =
                new CorpusFile(
                        path,
                        slashes(root),
                        found.bytes(),
                        TraceSettings.PLAIN,
                        true,
                        found.broken().map(why -> root + ": " + why + READ_TWICE),
                        Optional.empty());
        put(file);
        found.key().ifPresent(key -> same.add(file, path.getFileName(), key));
    }

    private void addFolder(String root, Path folder, Optional<Path> given) throws IOException {
        Path manifestPath = given.orElse(folder.resolve(Manifest.FILE_NAME));
        Manifest manifest = read(manifestPath, given.isPresent());
        ManifestMatch match = new ManifestMatch(manifest);
        String prefix = slashes(root).replaceFirst("/+$", "") + "/";
        folders.add(new Folder(prefix, manifestPath, manifest));
        for (Map.Entry<Path, FolderFiles.Found> file : FolderFiles.in(folder).entrySet()) {
            FolderFiles.Found found = file.getValue();
            Path below = folder.relativize(file.getKey());
            String path = slashes(below.toString());
            if (OURS.contains(path)) {
                continue;
            }
            TraceSettings settings = match.settingsOf(below, path);
            if (!settings.skip().orElse(false)) {
                boolean named = match.names(path);
                Optional<String> noTrace = named ? Optional.empty() : found.noFile();
                CorpusFile entry =
                        new CorpusFile(
                                file.getKey(),
                                prefix + path,
                                found.bytes(),
                                settings,
                                named || path.contains(TRACE),
                                found.broken()
                                        .or(() -> named ? found.noFile() : Optional.empty())
                                        .map(why -> prefix + path + ": " + why),
                                noTrace);
                put(entry);
                found.key().ifPresent(key -> same.add(entry, below, key));
                if (named) {
                    namedByManifests.add(entry.path());
                }
            }
        }
        for (Manifest.Entry entry : match.unused()) {
            addMissing(prefix, folder, match, entry);
        }
    }

    /** A trace that is gone fails the gate; a pattern without a trace is a slip of the pen. */
    private void addMissing(String prefix, Path folder, ManifestMatch match, Manifest.Entry entry)
            throws CorpusException {
        if (!entry.isExact()) {
            throw new CorpusException(entry.fitsNothing());
        }
        Path below = Path.of(entry.path());
        putMissing(
                folder.resolve(below),
                prefix + entry.path(),
                match.settingsOf(below, entry.path()),
                entry.fitsNothing());
    }

    private void putMissing(Path file, String path, TraceSettings settings, String why) {
        put(new CorpusFile(file, path, 0, settings, true, Optional.of(why), Optional.empty()));
    }

    private void put(CorpusFile file) {
        files.put(file.path(), file);
    }

    private static String slashes(String path) {
        return path.replace('\\', '/');
    }
}
