package org.lockreplay.gate;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What lies in a folder and below it, links followed, hidden files and folders left out.
 *
 * <p>Nothing vanishes: what cannot be followed or entered is found too, with the reason.
 */
final class FolderFiles extends SimpleFileVisitor<Path> {

    /** Why something that can be read once, if at all, is no trace. */
    static final String NO_FILE = "a pipe, a socket or a device, not a file";

    private final Path folder;
    private final Map<Path, Found> found = new TreeMap<>();

    private FolderFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * One file.
     *
     * @param bytes its size
     * @param key the same for two paths to the same file; empty where the system has none
     * @param broken why nobody can read it; one sentence without its name
     * @param noFile what it is if it is not a file
     */
    record Found(
            long bytes, Optional<Object> key, Optional<String> broken, Optional<String> noFile) {}

    /** A file that was named by itself. */
    static Found one(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.isRegularFile()
                ? file(attributes)
                : new Found(0, Optional.empty(), Optional.of(NO_FILE), Optional.empty());
    }

    /** By path, each of which begins with that of the folder, which may be a link itself. */
    static Map<Path, Found> in(Path folder) throws IOException {
        FolderFiles visitor = new FolderFiles(folder);
        Files.walkFileTree(
                folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        return visitor.found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
        return isHidden(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) { // all others were followed
            return broken(path, "the link leads to nothing");
        }
        return attributes.isRegularFile() ? put(path, file(attributes)) : noFile(path, NO_FILE);
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
        if (path.equals(folder)) {
            throw failure;
        }
        if (failure instanceof FileSystemLoopException) {
            return noFile(path, "a link to a folder above it, which is read without it");
        }
        return broken(
                path,
                failure instanceof AccessDeniedException
                        ? "no permission to look into it"
                        : "cannot be looked into: " + failure.getMessage());
    }

    private static Found file(BasicFileAttributes attributes) {
        return new Found(
                attributes.size(),
                Optional.ofNullable(attributes.fileKey()),
                Optional.empty(),
                Optional.empty());
    }

    private FileVisitResult broken(Path path, String why) {
        return put(path, new Found(0, Optional.empty(), Optional.of(why), Optional.empty()));
    }

    private FileVisitResult noFile(Path path, String what) {
        return put(path, new Found(0, Optional.empty(), Optional.empty(), Optional.of(what)));
    }

    private FileVisitResult put(Path path, Found what) {
        if (!isHidden(path)) {
            found.put(path, what);
        }
        return FileVisitResult.CONTINUE;
    }

    private boolean isHidden(Path path) {
        return !path.equals(folder) && path.getFileName().toString().startsWith(".");
    }
}
