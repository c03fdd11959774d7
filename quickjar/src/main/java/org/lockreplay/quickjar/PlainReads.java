package org.lockreplay.quickjar;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Reads fields in place of calling the {@linkplain Accessors accessors} that answer them.
 *
 * <p>A short run is over before most of its code is compiled: where code is interpreted, a call
 * takes many times as long as the read that it is for; and the compiler looks up and puts in each
 * of these calls one by one, of which a run has some thousand. The fields that are read by others
 * become public; accessors stay.
 */
final class PlainReads {

    private final Map<String, byte[]> classes;
    private final Accessors accessors;
    private final Set<Accessors.Field> opened = new HashSet<>();

    /**
     * @param classes by name; {@link #inline} replaces contents. Those under another name than
     *     their own, for certain releases of Java, stay as they are, and are never read plainly
     */
    PlainReads(Map<String, byte[]> classes) {
        this.classes = classes;
        accessors = Accessors.of(known(classes));
    }

    private static Collection<ClassNode> known(Map<String, byte[]> classes) {
        Set<String> ofReleases =
                classes.keySet().stream()
                        .filter(name -> name.startsWith("META-INF/"))
                        .map(name -> new ClassReader(classes.get(name)).getClassName())
                        .collect(Collectors.toSet());
        return classes.entrySet().stream()
                .filter(each -> !each.getKey().startsWith("META-INF/"))
                .filter(each -> !ofReleases.contains(each.getKey()))
                .map(each -> node(each.getValue()))
                .toList();
    }

    private static ClassNode node(byte[] content) {
        ClassNode node = new ClassNode();
        new ClassReader(content).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return node;
    }

    void inline() {
        classes.replaceAll((name, content) -> inlined(content));
        Set<String> owners =
                opened.stream().map(Accessors.Field::owner).collect(Collectors.toSet());
        owners.forEach(owner -> classes.compute(owner, (name, content) -> withOpened(content)));
    }

    private byte[] inlined(byte[] content) {
        ClassReader reader = new ClassReader(content);
        ClassWriter writer = new ClassWriter(reader, 0);
        Inlining inlining = new Inlining(reader.getClassName(), writer);
        reader.accept(inlining, 0);
        return inlining.changed ? writer.toByteArray() : content;
    }

    private byte[] withOpened(byte[] content) {
        ClassReader reader = new ClassReader(content);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Opening(reader.getClassName(), writer), 0);
        return writer.toByteArray();
    }

    /** One class: reads in place of calls. */
    private final class Inlining extends ClassVisitor {

        private final String name;
        private boolean changed;

        private Inlining(String name, ClassVisitor next) {
            super(Opcodes.ASM9, next);
            this.name = name;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] thrown) {
            return new Calls(super.visitMethod(access, method, descriptor, signature, thrown));
        }

        private final class Calls extends MethodVisitor {

            private Calls(MethodVisitor next) {
                super(Opcodes.ASM9, next);
            }

            @Override
            public void visitMethodInsn(
                    int opcode, String owner, String method, String descriptor, boolean ofAny) {
                Optional<Accessors.Read> read =
                        opcode == Opcodes.INVOKEVIRTUAL
                                ? accessors.of(owner, method, descriptor)
                                : Optional.empty();
                if (read.isPresent() && mayRead(read.get().path())) {
                    read(read.get());
                } else {
                    super.visitMethodInsn(opcode, owner, method, descriptor, ofAny);
                }
            }

            private boolean mayRead(List<Accessors.Field> path) {
                return path.stream().allMatch(field -> accessors.mayName(name, field.owner()));
            }

            /** The stack holds the object, and above it the number of an element if one is read. */
            private void read(Accessors.Read read) {
                changed = true;
                opened.addAll(read.path());
                if (read.hasElement()) {
                    super.visitInsn(Opcodes.SWAP);
                }
                for (Accessors.Field field : read.path()) {
                    super.visitFieldInsn(
                            Opcodes.GETFIELD, field.owner(), field.name(), field.type());
                }
                if (read.hasElement()) {
                    super.visitInsn(Opcodes.SWAP);
                    super.visitInsn(read.element());
                }
            }
        }
    }

    /** One class: the fields that are read by others are public. */
    private final class Opening extends ClassVisitor {

        private static final int HIDDEN = Opcodes.ACC_PRIVATE | Opcodes.ACC_PROTECTED;

        private final String name;

        private Opening(String name, ClassVisitor next) {
            super(Opcodes.ASM9, next);
            this.name = name;
        }

        @Override
        public FieldVisitor visitField(
                int access, String field, String type, String signature, Object value) {
            boolean open = opened.contains(new Accessors.Field(name, field, type));
            return super.visitField(
                    open ? (access & ~HIDDEN) | Opcodes.ACC_PUBLIC : access,
                    field,
                    type,
                    signature,
                    value);
        }
    }
}
