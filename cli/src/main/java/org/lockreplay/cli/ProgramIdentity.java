package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Which program this is, exactly: what another one made of a trace may be different. */
final class ProgramIdentity {

    private static final int BUFFER = 1 << 16;

    private ProgramIdentity() {}

    /** One word: the version, and size and checksum of the jar, if it runs from one. */
    static String text() throws IOException {
        String version = Lockreplay.class.getPackage().getImplementationVersion();
        return (version == null ? "unpackaged" : version) + "-" + jar();
    }

    private static String jar() throws IOException {
        // the loader of Java's own classes, which may have this one, tells of no code source
        URL own = Lockreplay.class.getResource("Lockreplay.class");
        try {
            return own.openConnection() instanceof JarURLConnection inJar
                    ? checksum(Path.of(inJar.getJarFileURL().toURI()))
                    : "classes";
        } catch (URISyntaxException strange) {
            throw new IOException("the program cannot tell where it stands", strange);
        }
    }

    private static String checksum(Path jar) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = Files.newInputStream(jar)) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                checksum.update(buffer, 0, count);
            }
        }
        return Files.size(jar) + "-" + Long.toHexString(checksum.getValue());
    }
}
