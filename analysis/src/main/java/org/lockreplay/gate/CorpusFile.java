package org.lockreplay.gate;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that may be a trace of the corpus.
 *
 * @param file where it is
 * @param path what reports call it: the folder as the user named it, and the way down from there,
 *     with forward slashes
 * @param bytes its size on the disk
 * @param named somebody calls it a trace, so that it is never passed over as something else
 * @param missing why there is no such file, though the manifest or a link names it
 * @param noTrace why it is none, where its kind alone tells; it is not opened then
 */
public record CorpusFile(
        Path file,
        String path,
        long bytes,
        TraceSettings settings,
        boolean named,
        Optional<String> missing,
        Optional<String> noTrace) {}
