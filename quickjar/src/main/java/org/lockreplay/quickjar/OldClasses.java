package org.lockreplay.quickjar;

import java.nio.ByteBuffer;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Gives frames to classes of Java 5 and before, which a library may have.
 *
 * <p>Without frames the machine verifies them at each start, by a slow way, and an archive of
 * classes leaves out those that one with frames builds upon.
 */
final class OldClasses {

    /** Where a class file has its version: two bytes for the minor one, two for the major one. */
    private static final int VERSION = 4;

    /** The first version of class files that always have frames. */
    private static final int FIRST_WITH_FRAMES = Opcodes.V1_7;

    private static final int RENEWED = Opcodes.V1_8;

    private final Map<String, byte[]> classes;

    /**
     * @param classes by name; {@link #renew} replaces contents
     */
    OldClasses(Map<String, byte[]> classes) {
        this.classes = classes;
    }

    void renew() {
        classes.replaceAll((name, content) -> renewed(content));
    }

    private byte[] renewed(byte[] content) {
        int version = new ClassReader(content).readUnsignedShort(VERSION + 2);
        if (version >= FIRST_WITH_FRAMES) {
            return content;
        }
        byte[] dated = content.clone();
        ByteBuffer.wrap(dated).putInt(VERSION, RENEWED);
        ClassWriter writer = new Frames();
        new ClassReader(dated).accept(writer, ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    /** Works frames out; what two classes have in common it looks up without running any. */
    private final class Frames extends ClassWriter {

        private Frames() {
            super(COMPUTE_FRAMES);
        }

        @Override
        protected String getCommonSuperClass(String one, String other) {
            return new Ancestry(classes).common(one, other);
        }
    }
}
