package org.lockreplay.quickjar;

import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Gives frames to classes of Java 5 and before, which a library may have.
 *
 * <p>Without frames the machine verifies them at each start, by a slow way, and an archive of
 * classes leaves out those that one with frames builds upon.
 */
final class OldClasses {

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
        ClassReader reader = new ClassReader(content);
        int version = reader.readUnsignedShort(6);
        if (version >= FIRST_WITH_FRAMES) {
            return content;
        }
        ClassWriter writer = new Frames();
        reader.accept(new Renewal(writer), ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    private static final class Renewal extends ClassVisitor {

        private Renewal(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                String signature,
                String superName,
                String[] interfaces) {
            super.visit(RENEWED, access, name, signature, superName, interfaces);
        }
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
