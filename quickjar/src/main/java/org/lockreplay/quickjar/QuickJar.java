package org.lockreplay.quickjar;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes a jar that starts quicker and does the same: its lambdas are classes, its classes all have
 * frames, so that an archive of classes holds every one of them verified, and fields are read where
 * a call would do nothing else.
 *
 * <p>Used by the build on the jar with everything in it. The order of entries and their times stay
 * as they are, new ones follow, so that the same input makes the same output.
 */
public final class QuickJar {

    private static final String CLASS = ".class";

    private QuickJar() {}

    /** Replaces the jar that the only argument names, in one step. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("expected one argument: the jar");
        }
        rewrite(Path.of(args[0]));
    }

    /** Replaces the jar, in one step. */
    static void rewrite(Path jar) throws IOException {
        Path made = jar.resolveSibling(jar.getFileName() + ".quick");
        try (ZipFile from = new ZipFile(jar.toFile())) {
            write(from, made);
        }
        Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(ZipFile from, Path to) throws IOException {
        Map<String, byte[]> classes = classes(from);
        Map<String, byte[]> lambdas = new LambdaClasses(classes).unfold();
        new OldClasses(classes).renew();
        new PlainReads(classes).inline();
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(to));
                JarOutputStream out = new JarOutputStream(file)) {
            long time = 0;
            for (ZipEntry entry : from.stream().toList()) {
                time = Math.max(time, entry.getTime());
                put(entry.getName(), entry.getTime(), content(from, entry, classes), out);
            }
            for (Map.Entry<String, byte[]> lambda : lambdas.entrySet()) {
                put(lambda.getKey() + CLASS, time, lambda.getValue(), out);
            }
        }
    }

    private static Map<String, byte[]> classes(ZipFile jar) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        for (ZipEntry entry : jar.stream().toList()) {
            String name = entry.getName();
            if (name.endsWith(CLASS)) {
                classes.put(name.substring(0, name.length() - CLASS.length()), bytes(jar, entry));
            }
        }
        return classes;
    }

    private static byte[] content(ZipFile jar, ZipEntry entry, Map<String, byte[]> classes)
            throws IOException {
        String name = entry.getName();
        return name.endsWith(CLASS)
                ? classes.get(name.substring(0, name.length() - CLASS.length()))
                : bytes(jar, entry);
    }

    private static byte[] bytes(ZipFile jar, ZipEntry entry) throws IOException {
        try (InputStream stream = jar.getInputStream(entry)) {
            return stream.readAllBytes();
        }
    }

    private static void put(String name, long time, byte[] content, JarOutputStream out)
            throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(time);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
